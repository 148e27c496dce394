"""Every select of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, NetworkAdviser, Person, SignedIn
from community.accounts.roles import DESK_ROLES
from community.credentials.models import (
    ExtraCode,
    FactorChange,
    KnownBrowser,
    Passkey,
    RecoveryCode,
)
from community.errors import NotFound

#: So many people at once are asked for a second factor; the next ones an hour later.
AT_ONCE = 500
#: So many changes stand on the page.
SHOWN = 10

#: Whoever reads more of others than who signed up for their own activity.
_NEEDS_ONE: ColumnElement[bool] = or_(
    Person.is_operator.is_(True),
    exists().where(Membership.person_id == Person.id, Membership.role.in_(DESK_ROLES)),
    exists().where(NetworkAdviser.person_id == Person.id),
)
_HAS_CODE: ColumnElement[bool] = exists().where(ExtraCode.person_id == Person.id)
_HAS_PASSKEY: ColumnElement[bool] = exists().where(Passkey.person_id == Person.id)
_HAS_ONE: ColumnElement[bool] = or_(_HAS_CODE, _HAS_PASSKEY)


def list_browsers(session: Session, person_id: int, *, now: datetime) -> Sequence[SignedIn]:
    """Where this person is signed in; what was used last comes first."""
    return session.scalars(
        select(SignedIn)
        .where(
            SignedIn.person_id == person_id,
            SignedIn.expires_at > now,
            SignedIn.is_half_open.is_(False),
        )
        .order_by(SignedIn.last_used_at.desc(), SignedIn.id.desc())
    ).all()


def needs_one(session: Session, person_id: int) -> bool:
    return _is_so(session, person_id, _NEEDS_ONE)


def has_one(session: Session, person_id: int) -> bool:
    return _is_so(session, person_id, _HAS_ONE)


def asks_more(session: Session, person_id: int) -> bool:
    """Whether a link or a password is not enough: for who has an extra code, and for who needs a
    second factor and has a passkey. A resident's passkey is a shorter way in, not a lock."""
    return _is_so(session, person_id, or_(_HAS_CODE, _HAS_PASSKEY & _NEEDS_ONE))


def ways(session: Session, person_id: int) -> tuple[bool, bool]:
    """Whether they have codes (of a telephone, or unused ones on paper), and a passkey."""
    on_paper = exists().where(RecoveryCode.person_id == Person.id, RecoveryCode.used_at.is_(None))
    asked = select(or_(_HAS_CODE, on_paper), _HAS_PASSKEY).where(Person.id == person_id)
    has_code, has_passkey = session.execute(asked).one()
    return bool(has_code), bool(has_passkey)


def find_extra_code(session: Session, person_id: int) -> ExtraCode | None:
    return session.get(ExtraCode, person_id)


def list_passkeys(session: Session, person_id: int) -> Sequence[Passkey]:
    return session.scalars(
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)
    ).all()


def find_passkey(session: Session, credential_id: str) -> Passkey | None:
    """By how the device calls it."""
    return session.scalars(
        select(Passkey).where(Passkey.credential_id == credential_id)
    ).one_or_none()


def get_passkey(session: Session, person_id: int, passkey_id: int) -> Passkey:
    """One of this person's own; anybody else's does not exist."""
    found = session.scalars(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def count_recovery_codes(session: Session, person_id: int) -> int:
    """How many are good still."""
    unused = (RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def has_known_browser(session: Session, person_id: int) -> bool:
    """Whether they ever came in by one that is remembered still."""
    known = select(KnownBrowser.id).where(KnownBrowser.person_id == person_id)
    return session.scalar(known.limit(1)) is not None


def is_of_a_browser(session: Session, secret_hash: str) -> bool:
    """Whether this house gave out that secret, to whomever."""
    given = select(KnownBrowser.id).where(KnownBrowser.secret_hash == secret_hash)
    return session.scalar(given.limit(1)) is not None


def list_changes(session: Session, person_id: int) -> Sequence[FactorChange]:
    """What changed lately in how they come in, the last first."""
    return session.scalars(
        select(FactorChange)
        .where(FactorChange.person_id == person_id)
        .order_by(FactorChange.id.desc())
        .limit(SHOWN)
    ).all()


def list_to_ask(session: Session) -> Sequence[Person]:
    """Who needs a second factor, has none, and was never asked."""
    return session.scalars(
        select(Person)
        .where(_NEEDS_ONE, not_(_HAS_ONE), Person.second_factor_by.is_(None))
        .order_by(Person.id)
        .limit(AT_ONCE)
    ).all()


def list_asked_in_vain(session: Session) -> Sequence[Person]:
    """Who was asked, and has no desk any more."""
    asked = Person.second_factor_by.is_not(None)
    return session.scalars(select(Person).where(asked, not_(_NEEDS_ONE)).limit(AT_ONCE)).all()


def _is_so(session: Session, person_id: int, what: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(what).where(Person.id == person_id)))
