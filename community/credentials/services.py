"""Verbs about second factors: setting an extra code up, taking a code, taking factors away.

Whoever has a desk needs one: a passkey, or an extra code. Until when they may do without stands on
the person, so that no page has to ask for it.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from community import codes, sealing
from community.accounts.models import Person
from community.accounts.queries import works_only_here
from community.accounts.roles import LADDER
from community.accounts.services import close_every_browser
from community.credentials import queries
from community.credentials.models import (
    By,
    Changed,
    ExtraCode,
    FactorChange,
    KnownBrowser,
    Passkey,
    RecoveryCode,
)
from community.db import changed_rows
from community.errors import DomainError, NotAllowed
from community.outbox.services import owe
from community.words import N_

#: What secrets are sealed for.
PURPOSE = "extra code"
#: How long somebody who gets a desk may do without.
GRACE = timedelta(days=14)
#: Of a code on the telephone; one before and one after are taken too, as clocks differ.
STEP = timedelta(seconds=30)
RECOVERY_CODES = 10
#: Who may do something for others, be it receiving them.
MORE_THAN_A_RESIDENT = LADDER[1:]
#: So long a page with a new secret may stay open.
OFFERED = timedelta(hours=1)


class WrongCode(DomainError):
    """No code of theirs, too old, or used before: no stranger learns which."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            N_("This code is not correct. Wait for the next one, and type it exactly as shown.")
        )


class NotByThisManager(NotAllowed):
    def __init__(self) -> None:
        super().__init__(
            N_("This person also works for somebody else. Ask the operator of this installation.")
        )


# ─── the extra code ───


def new_secret() -> str:
    """160 random bits in base32, as the apps want it."""
    return pyotp.random_base32()


def address_of(secret: str, name: str) -> str:
    """What the app reads out of the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Kenniskring")


def offer(key: str, person_id: int, secret: str, *, now: datetime) -> str:
    """A new secret as it goes along in the form of the page that shows it."""
    return sealing.seal(key, PURPOSE, f"{person_id}:{int(now.timestamp())}:{secret}")


def offered(key: str, person_id: int, sealed: str, *, now: datetime) -> str | None:
    """The secret of the page that was sent, if it was shown to this person, not too long ago."""
    whose, _colon, rest = (_unsealed(key, sealed) or "").partition(":")
    at, _colon, secret = rest.partition(":")
    if whose != str(person_id) or now.timestamp() - int(at) > OFFERED.total_seconds():
        return None
    return secret


def set_up_code(
    session: Session, person_id: int, secret: str, typed: str, *, key: str, now: datetime
) -> list[str]:
    """Begin with an extra code, once the telephone gives the right one; the codes on paper."""
    step = _step_of(secret, typed, now=now)
    if step is None:
        raise WrongCode
    session.execute(delete(ExtraCode).where(ExtraCode.person_id == person_id))
    session.add(
        ExtraCode(
            person_id=person_id,
            sealed=sealing.seal(key, PURPOSE, secret),
            last_step=step,
            made_at=now,
        )
    )
    has_one(session, person_id)
    tell(session, person_id, Changed.CODE_SET, now=now)
    return make_recovery_codes(session, person_id, key=key)


def make_recovery_codes(session: Session, person_id: int, *, key: str) -> list[str]:
    """Ten new codes for paper; the ones before open nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = codes.new_codes(RECOVERY_CODES)
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=_hash_of(key, person_id, code)) for code in made
    )
    return made


def take_code(session: Session, person_id: int, typed: str, *, key: str, now: datetime) -> bool:
    """Whether this is a code of theirs, of the telephone or of paper. It then is no more."""
    return _take_from_telephone(session, person_id, typed, key=key, now=now) or _take_from_paper(
        session, person_id, typed, key=key, now=now
    )


def _take_from_telephone(
    session: Session, person_id: int, typed: str, *, key: str, now: datetime
) -> bool:
    extra = session.get(ExtraCode, person_id)
    secret = _unsealed(key, extra.sealed) if extra else None
    step = _step_of(secret, typed, now=now) if secret else None
    if step is None:
        return False
    # Of two who type the same code at once, one comes in.
    used = update(ExtraCode).where(ExtraCode.person_id == person_id, ExtraCode.last_step < step)
    return changed_rows(session, used.values(last_step=step)) == 1


def _take_from_paper(
    session: Session, person_id: int, typed: str, *, key: str, now: datetime
) -> bool:
    code = codes.tidy(typed)
    if code is None:
        return False
    used = update(RecoveryCode).where(
        RecoveryCode.person_id == person_id,
        RecoveryCode.code_hash == _hash_of(key, person_id, code),
        RecoveryCode.used_at.is_(None),
    )
    if changed_rows(session, used.values(used_at=now)) != 1:
        return False
    tell(session, person_id, Changed.RECOVERY_USED, now=now)
    return True


def _unsealed(key: str, sealed: str) -> str | None:
    try:
        return sealing.unseal(key, PURPOSE, sealed)
    except sealing.SealBroken:
        return None  # Another SECRET_KEY: paper, or the manager, helps back in.


def _hash_of(key: str, person_id: int, code: str) -> str:
    """How a short code is kept: whoever has the database alone cannot try them all."""
    message = f"recovery code:{person_id}:{code}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def _step_of(secret: str, typed: str, *, now: datetime) -> int | None:
    """Of which half minute this code is; the latest first, so that none is taken twice."""
    code = "".join(typed.split())
    this = int(now.timestamp() // STEP.total_seconds())
    totp = pyotp.TOTP(secret)
    for step in (this + 1, this, this - 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


# ─── taking away ───


def remove_code(session: Session, person_id: int, *, now: datetime) -> None:
    """Do without the extra code from now on. Doing so twice changes nothing."""
    gone = changed_rows(session, delete(ExtraCode).where(ExtraCode.person_id == person_id))
    if gone:
        session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
        has_lost_one(session, person_id, now=now)
        tell(session, person_id, Changed.CODE_REMOVED, now=now)


def reset(
    session: Session, library_id: int, person_id: int, *, by_id: int, reason: str, now: datetime
) -> None:
    """A manager takes away what somebody who works here has lost, and signs them out everywhere.

    Not of who works elsewhere too, or looks after more than a library: one manager does not open
    the doors of another.
    """
    if not works_only_here(session, library_id, person_id, MORE_THAN_A_RESIDENT):
        raise NotByThisManager
    _take_all_away(session, person_id, now=now)
    tell(
        session,
        person_id,
        Changed.RESET,
        by=By.MANAGER,
        by_id=by_id,
        reason=reason,
        library_id=library_id,
        now=now,
    )


def reset_as_operator(session: Session, person_id: int, *, reason: str, now: datetime) -> None:
    """For who works in more than one library, and so has no manager who can."""
    _take_all_away(session, person_id, now=now)
    tell(session, person_id, Changed.RESET, by=By.OPERATOR, reason=reason, now=now)


def _take_all_away(session: Session, person_id: int, *, now: datetime) -> None:
    """Whoever had them in hand is out, and no browser is known any more; the desk asks first."""
    for table in (ExtraCode, RecoveryCode, Passkey, KnownBrowser):
        session.execute(delete(table).where(table.person_id == person_id))
    close_every_browser(session, person_id)
    has_lost_one(session, person_id, now=now)


def remove_since(session: Session, person_id: int, since: datetime, *, now: datetime) -> None:
    """Take away what was added from then on: whoever took the account over holds it.

    The codes on paper go whenever they were made, as that is not kept; with the telephone that was
    theirs all along, whose account it is makes new ones.
    """
    for table, what in ((Passkey, Changed.PASSKEY_REMOVED), (ExtraCode, Changed.CODE_REMOVED)):
        theirs = delete(table).where(table.person_id == person_id, table.made_at >= since)
        if changed_rows(session, theirs):
            _note(session, person_id, what, By.PUT_BACK, None, now=now)
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.execute(delete(KnownBrowser).where(KnownBrowser.person_id == person_id))
    has_lost_one(session, person_id, now=now)


# ─── who needs one ───


def has_one(session: Session, person_id: int) -> None:
    """There is a second factor: nothing is asked any more."""
    session.get_one(Person, person_id).second_factor_by = None


def has_lost_one(session: Session, person_id: int, *, now: datetime) -> None:
    """Who needs one and has none left sets one up before anything else at the desk."""
    session.flush()
    if queries.needs_one(session, person_id) and not queries.has_one(session, person_id):
        session.get_one(Person, person_id).second_factor_by = now


def look_over(session: Session, *, now: datetime) -> int:
    """Ask everybody who got a desk for a second factor, and nobody who needs none any more."""
    asked = queries.list_to_ask(session)
    for person in asked:
        person.second_factor_by = now + GRACE
        owe(
            session,
            "credentials/please",
            to=person.id,
            key=f"second_factor:{person.id}:{now:%Y-%m-%d}",
            now=now,
        )
    session.flush()
    for person in queries.list_asked_in_vain(session):
        person.second_factor_by = None
    return len(asked)


def tell(
    session: Session,
    person_id: int,
    what: Changed,
    *,
    now: datetime,
    by: By = By.THEMSELVES,
    by_id: int | None = None,
    reason: str = "",
    library_id: int | None = None,
) -> None:
    """Note it, and a mail about it: whoever did not do this themselves has to know."""
    _note(session, person_id, what, by, by_id, now=now)
    owe(
        session,
        "credentials/changed",
        to=person_id,
        key=f"credentials:{what}:{person_id}:{now.isoformat()}",
        now=now,
        library_id=library_id,
        what=what.value,
        reason=reason,
    )


def _note(
    session: Session, person_id: int, what: Changed, by: By, by_id: int | None, *, now: datetime
) -> None:
    session.add(FactorChange(person_id=person_id, what=what, by=by, by_id=by_id, changed_at=now))
