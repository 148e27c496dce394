"""Another address: proven by a link in a mail to it, and put back by one in a mail to the old."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community import tokens
from community.accounts import mail_stops, proofs
from community.accounts.models import AddressChange, Person, SignedIn, SignInLink
from community.errors import DomainError
from community.outbox.services import owe
from community.tokens import new_salt
from community.words import N_

PURPOSE = "new address"
#: How long the link to a new address works.
LINK_OPENS = timedelta(days=1)
PUT_BACK = "old address"
#: How long whoever reads the old address can put it back.
CAN_PUT_BACK = timedelta(days=7)


class LinkIsSpent(DomainError):
    status = 410

    def __init__(self) -> None:
        super().__init__(N_("This link no longer works. Fill in your address again."))


def ask(session: Session, person: Person, address: str, *, now: datetime) -> None:
    """Mail a link to the address that somebody says is theirs. Nothing changes before it is used.

    Also to one that another has: who asks learns nothing from it.
    """
    # Not one that was carried out: it can be put back, whatever is asked for since.
    session.execute(
        delete(AddressChange).where(
            AddressChange.person_id == person.id, AddressChange.used_at.is_(None)
        )
    )
    change = AddressChange(
        person_id=person.id, email=address, created_at=now, expires_at=now + LINK_OPENS
    )
    session.add(change)
    session.flush()
    owe(
        session,
        "accounts/new_address",
        to=person.id,
        key=f"new_address:{change.id}:{change.salt[:16]}",
        now=now,
        change_id=change.id,
    )


def find_change(session: Session, token: str, *, key: str, now: datetime) -> AddressChange | None:
    """The change that a link opens, as long as it does."""
    number = tokens.row_id(token)
    change = session.get(AddressChange, number) if number is not None else None
    if change is None or change.used_at or change.expires_at <= now:
        return None
    return change if tokens.matches(token, key, PURPOSE, change.id, change.salt) else None


def prove(session: Session, token: str, *, key: str, now: datetime) -> Person:
    """The link was used: the address is theirs, and mail goes there from now on."""
    change = find_change(session, token, key=key, now=now)
    if change is None:
        raise LinkIsSpent
    mail_stops.check_is_free(session, change.email, change.person_id)
    person = session.get_one(Person, change.person_id)
    if person.email not in {None, change.email}:
        _tell_the_old_one(session, person, change, now=now)
    person.email, person.email_confirmed_at, change.used_at = change.email, now, now
    mail_stops.start(person)
    return person


def _tell_the_old_one(
    session: Session, person: Person, change: AddressChange, *, now: datetime
) -> None:
    """Whoever reads it may be the one who is robbed of an account: they can put it back."""
    change.old_email, change.expires_at = person.email, now + CAN_PUT_BACK
    if person.gets_mail:
        owe(
            session,
            "accounts/old_address",
            to=person.id,
            key=f"old_address:{change.id}:{change.salt[:16]}",
            now=now,
            change_id=change.id,
        )


def find_to_put_back(
    session: Session, token: str, *, key: str, now: datetime
) -> AddressChange | None:
    """The change that a link in a mail to the old address puts back, as long as it does."""
    number = tokens.row_id(token)
    change = session.get(AddressChange, number) if number is not None else None
    if change is None or change.old_email is None or change.expires_at <= now:
        return None
    return change if tokens.matches(token, key, PUT_BACK, change.id, change.salt) else None


def put_back(session: Session, token: str, *, key: str, now: datetime) -> Person:
    """It was not them: the old address again, and nobody stays signed in, by a password neither.

    What was changed after it goes as well; what was changed before can still be put back. So do the
    passkeys, extra codes, work accounts and keys of programs that were added since somebody asked
    for that other address; webhooks that were set up since stand still. Whoever saw the secret
    address of the agenda reads it no longer.
    """
    change = find_to_put_back(session, token, key=key, now=now)
    if change is None:
        raise LinkIsSpent
    mail_stops.check_is_free(session, change.old_email or "", change.person_id)
    person = session.get_one(Person, change.person_id, with_for_update=True)
    person.email, person.email_confirmed_at, person.password_hash = change.old_email, now, None
    person.calendar_salt = new_salt()
    mail_stops.start(person)
    for opens in (SignedIn, SignInLink):
        session.execute(delete(opens).where(opens.person_id == person.id))
    proofs.forget_since(session, person.id, change.created_at)
    session.execute(
        delete(AddressChange).where(
            AddressChange.person_id == person.id, AddressChange.id >= change.id
        )
    )
    return person
