"""Verbs about people, and what they are to a library."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import queries
from community.accounts.addresses import folded
from community.accounts.agreed import MAY_INVITE
from community.accounts.models import Membership, NetworkAdviser, Person, Role
from community.consents import services as consents
from community.consents.models import Channel
from community.db import insert_once, insert_once_later
from community.errors import DomainError
from community.libraries.models import Library, Network
from community.outbox.services import owe
from community.words import N_

#: What people can be besides their role in a library.
OPERATOR = "operator"
ADVISER = "adviser"


class LastManager(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("A library needs at least one manager. Make somebody else manager first.")
        )


# ─── people ───


def find_or_create_person(
    session: Session, email: str, first_name: str, language: str, now: datetime
) -> Person:
    """The person with this address, made when nobody has it; who is known keeps their own name."""
    address = folded(email)
    known = queries.find_person_by_address(session, address)
    if known is None:
        insert_once(
            session,
            Person,
            email=address,
            first_name=first_name,
            language=language,
            created_at=now,
        )
        known = queries.get_person_by_address(session, address)
    return known


def person_without_address(
    session: Session, first_name: str, phone: str, *, language: str = "nl", now: datetime
) -> Person:
    """Somebody whom the library reaches by phone or at the counter; never one who is known."""
    person = Person(first_name=first_name, phone=phone, language=language, created_at=now)
    session.add(person)
    session.flush()
    return person


def change_profile(
    person: Person, *, first_name: str, surname: str, phone: str, language: str
) -> None:
    """What people say about themselves."""
    person.first_name = first_name
    person.surname = surname
    person.phone = phone
    person.language = language


# ─── what a person is to a library ───


def ensure_membership(
    session: Session, library_id: int, person: Person, now: datetime, role: Role = Role.RESIDENT
) -> Membership:
    """The person's place in this library; whoever has one keeps the role that comes with it."""
    known = queries.find_membership(session, library_id, person.id)
    if known is None:
        insert_once(
            session,
            Membership,
            library_id=library_id,
            person_id=person.id,
            role=role,
            created_at=now,
        )
        known = queries.get_membership(session, library_id, person.id)
    return known


def belong(session: Session, library_id: int, person_id: int, *, now: datetime) -> None:
    """Make sure that this library knows the person, by the end; a role stays as it is."""
    insert_once_later(
        session,
        Membership,
        library_id=library_id,
        person_id=person_id,
        role=Role.RESIDENT,
        created_at=now,
    )


def set_may_invite(
    session: Session,
    library_id: int,
    person: Person,
    *,
    may: bool,
    channel: Channel = Channel.SCREEN,
    now: datetime,
) -> None:
    """Whether the library may invite this person; a yes keeps the day on which it was said."""
    membership = ensure_membership(session, library_id, person, now)
    of = (session, library_id, person.id, MAY_INVITE.name)
    if may:
        membership.may_invite_since = consents.agree(*of, channel=channel, now=now).given_at
    elif membership.may_invite_since is not None:
        consents.take_back(*of, now=now)
        membership.may_invite_since = None


def set_role(session: Session, library_id: int, person_id: int, role: Role) -> Membership:
    """Give a role in this library, or take it away (resident); a manager always stays."""
    # Locked first: of two managers who make each other a resident, the second is refused.
    managers = queries.lock_managers(session, library_id)
    membership = queries.get_membership(session, library_id, person_id)
    if role is not Role.MANAGER and managers == [membership.id]:
        raise LastManager
    membership.role = role
    return membership


# ─── inviting people to work here ───


def invite(
    session: Session, library: Library, person: Person, role: Role, *, now: datetime
) -> None:
    """Give somebody a role in this library, and owe them a mail that says so."""
    ensure_membership(session, library.id, person, now)
    set_role(session, library.id, person.id, role)
    _owe_invitation(session, person, role, library_id=library.id, now=now)


def invite_operator(session: Session, person: Person, *, now: datetime) -> None:
    """Let somebody look after the installation, which gives no rights in any library."""
    person.is_operator = True
    _owe_invitation(session, person, OPERATOR, now=now)


def invite_adviser(session: Session, network: Network, person: Person, *, now: datetime) -> None:
    """Let somebody advise a network of libraries."""
    insert_once(session, NetworkAdviser, network_id=network.id, person_id=person.id)
    _owe_invitation(session, person, ADVISER, network=network.name, now=now)


def _owe_invitation(
    session: Session,
    person: Person,
    role: str,
    *,
    now: datetime,
    library_id: int | None = None,
    network: str = "",
) -> None:
    """One mail, also when the button was pressed twice."""
    place = library_id or network
    owe(
        session,
        "accounts/invitation",
        to=person.id,
        key=f"invitation:{person.id}:{role}:{place}:{now:%Y-%m-%dT%H:%M}",
        now=now,
        library_id=library_id,
        role=role,
        network=network,
    )
