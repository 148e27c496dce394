"""Addresses that do not work: marked, mail to them stops, and put right at the desk.

The mark is on the address as it is: another address, or a link that is used out of a mail, takes
it away. Whoever is marked is called, as who has no address.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from community.accounts import queries
from community.accounts.models import MailStops, Membership, NetworkAdviser, Person, Role
from community.errors import DomainError
from community.outbox import bounces
from community.outbox.bounces import Bounce
from community.outbox.reports import Report
from community.words import N_


class AddressIsTaken(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("Somebody else here already uses this address. Ask the library to help you.")
        )


class NotForTheDesk(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Only they can change this address: on their own page, signed in."))


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


def correct(session: Session, person: Person, address: str) -> None:
    """The desk types the address again. Nobody has proven it, so that it opens no door by itself.

    Only of a resident whose mail comes back: an address is a key, and no librarian turns one into
    their own for an account that can do more.
    """
    if person.gets_mail or may_do_more(session, person):
        raise NotForTheDesk
    check_is_free(session, address, person.id)
    person.email, person.email_confirmed_at = address, None
    start(person)


def check_is_free(session: Session, address: str, person_id: int) -> None:
    """Refuse an address that is somebody else's."""
    other = queries.find_person_by_address(session, address)
    if other is not None and other.id != person_id:
        raise AddressIsTaken


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
