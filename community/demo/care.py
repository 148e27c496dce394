"""That staff looked at the resident's data, and people of whom nothing was heard for long."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.access_log.models import AccessRead, Reading
from community.accounts.models import Membership, Person, Role
from community.demo.people import Townspeople
from community.demo.rows import add, add_returning_ids, secret
from community.gatherings.models import SignUp
from community.rights.models import QuietAccount

_DAY = timedelta(days=1)

#: Days ago, what; of the resident or of a list she was on.
_LOOKS = (
    (1, Reading.MAIL), (6, Reading.KNOWLEDGE), (6, Reading.CALLS), (20, Reading.INTRODUCTIONS),
)  # fmt: skip
#: First name, surname, telephone, days since they were told.
_QUIET = (("Gerrit", "Hofman", "06 00 112233", 12), ("Wil", "Brouwer", "", 49))


def add_looks(
    session: Session, library_id: int, folk: Townspeople, resident: int, *, now: datetime
) -> None:
    """What the resident reads on her own page: who looked, and at what."""
    rows: list[tuple[datetime, Reading, int | None, int | None]] = [
        (now - days * _DAY, what, resident, None) for days, what in _LOOKS
    ]
    signed_up = select(SignUp.gathering_id).where(
        SignUp.person_id == resident, SignUp.created_at < now - 2 * _DAY
    )
    rows += [
        (now - 2 * _DAY, Reading.SIGN_UPS, None, gathering)
        for gathering in session.scalars(signed_up.order_by(SignUp.id).limit(3))
    ]
    add(session, AccessRead, [
        {
            "library_id": library_id, "reader_id": folk.librarian, "role": Role.LIBRARIAN,
            "what": what, "person_id": person, "gathering_id": gathering, "read_at": at,
            "hour": at.replace(minute=0, second=0, microsecond=0),
        }
        for at, what, person, gathering in rows
    ])  # fmt: skip


def add_quiet(session: Session, library_id: int, slug: str, *, now: datetime) -> None:
    """Known for years, without a sign or an address: on the librarian's list."""
    chance = Random(f"stil in {slug}")  # noqa: S311  (a town, not a secret)
    since = now - 800 * _DAY
    ids = add_returning_ids(session, Person, [
        {
            "first_name": first, "surname": last, "email": None, "phone": phone,
            "language": "nl", "password_hash": None, "email_confirmed_at": None,
            "is_operator": False, "calendar_salt": secret(chance), "created_at": since,
        }
        for first, last, phone, _days in _QUIET
    ])  # fmt: skip
    add(session, Membership, [
        {
            "library_id": library_id, "person_id": person, "role": Role.RESIDENT,
            "may_invite_since": None, "created_at": since,
        }
        for person in ids
    ])  # fmt: skip
    add(session, QuietAccount, [
        {
            "person_id": person, "salt": secret(chance), "first_told_at": now - days * _DAY,
            "second_told_at": now - (days - 46) * _DAY if days > 46 else None,
        }
        for person, (*_, days) in zip(ids, _QUIET, strict=True)
    ])  # fmt: skip
