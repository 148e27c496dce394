"""Addresses that do not work: marked, mail to them stops, and put right again.

The mark is on the address as it is: another address, or a link that is used out of a mail, takes
it away. Whoever is marked is called, as who has no address.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from community import tokens
from community.accounts import proofs, queries
from community.accounts.models import (
    AddressChange,
    MailStops,
    Membership,
    NetworkAdviser,
    Person,
    Role,
    SignedIn,
    SignInLink,
)
from community.errors import DomainError
from community.outbox import bounces
from community.outbox.bounces import Bounce
from community.outbox.reports import Report
from community.outbox.services import owe
from community.tokens import new_salt
from community.words import N_

PURPOSE = "new address"
#: How long the link to a new address works.
LINK_OPENS = timedelta(days=1)
PUT_BACK = "old address"
#: How long whoever reads the old address can put it back.
CAN_PUT_BACK = timedelta(days=7)


class AddressIsTaken(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("Somebody else here already uses this address. Ask the library to help you.")
        )


class NotForTheDesk(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Only they can change this address: on their own page, signed in."))


class LinkIsSpent(DomainError):
    status = 410

    def __init__(self) -> None:
        super().__init__(N_("This link no longer works. Fill in your address again."))


# ─── marking ───


def stop(person: Person, why: MailStops, *, now: datetime) -> bool:
    """Mail to this address comes back: send no more. False when that was known already."""
    if not person.gets_mail:
        return False
    person.mail_stops_since, person.mail_stops_why = now, why
    return True


def start(person: Person) -> None:
    """The address works, as far as we know. Doing so twice changes nothing."""
    person.mail_stops_since = person.mail_stops_why = None


def fails(session: Session, address: str) -> bool:
    """Whether mail to this address comes back."""
    return bool(
        session.scalar(
            select(exists().where(Person.email == address, Person.mail_stops_since.is_not(None)))
        )
    )


def take_in(session: Session, report: Report, *, key: str, now: datetime) -> Bounce | None:
    """What a delivery report means: one for good marks the address, if it still is theirs."""
    bounce = bounces.take_in(session, report, key=key)
    if bounce:
        person = session.get(Person, bounce.mail.person_id)
        if person is not None and person.email == bounce.address:
            stop(person, MailStops.CAME_BACK, now=now)
    return bounce


# ─── putting it right ───


def correct(session: Session, person: Person, address: str, *, now: datetime) -> None:
    """The desk types the address again. Nobody has proven it, so that it opens no door by itself.

    Only of a resident whose mail comes back: an address is a key, and no librarian turns one into
    their own for an account that can do more.
    """
    if person.gets_mail or may_do_more(session, person):
        raise NotForTheDesk
    other = queries.find_person_by_address(session, address)
    if other is not None and other.id != person.id:
        raise AddressIsTaken
    person.email, person.email_confirmed_at = address, None
    start(person)


def may_do_more(session: Session, person: Person) -> bool:
    """Whether this account opens more than somebody's own page, or has a password of its own."""
    works = select(Membership.id).where(
        Membership.person_id == person.id, Membership.role != Role.RESIDENT
    )
    advises = select(NetworkAdviser.person_id).where(NetworkAdviser.person_id == person.id)
    return bool(
        person.is_operator
        or person.password_hash
        or session.scalar(works.limit(1))
        or session.scalar(advises.limit(1))
    )


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
    other = queries.find_person_by_address(session, change.email)
    if other is not None and other.id != change.person_id:
        raise AddressIsTaken
    person = session.get_one(Person, change.person_id)
    if person.email not in {None, change.email}:
        _tell_the_old_one(session, person, change, now=now)
    person.email, person.email_confirmed_at, change.used_at = change.email, now, now
    start(person)
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
    other = queries.find_person_by_address(session, change.old_email or "")
    if other is not None and other.id != change.person_id:
        raise AddressIsTaken
    person = session.get_one(Person, change.person_id, with_for_update=True)
    person.email, person.email_confirmed_at, person.password_hash = change.old_email, now, None
    person.calendar_salt = new_salt()
    start(person)
    for opens in (SignedIn, SignInLink):
        session.execute(delete(opens).where(opens.person_id == person.id))
    proofs.forget_since(session, person.id, change.created_at)
    session.execute(
        delete(AddressChange).where(
            AddressChange.person_id == person.id, AddressChange.id >= change.id
        )
    )
    return person
