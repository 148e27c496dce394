"""Every select of the accounts room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, bindparam, exists, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.accounts.models import (
    Membership,
    NetworkAdviser,
    Person,
    Role,
    SignedIn,
    SignInLink,
)
from community.db import UtcDateTime
from community.errors import NotFound
from community.libraries.models import Library, Network
from community.tokens import fingerprint

#: Built once: every request of somebody signed in begins with it.
_SIGNED_IN = (
    select(SignedIn)
    .options(joinedload(SignedIn.person, innerjoin=True))
    .where(
        SignedIn.secret_hash == bindparam("secret"),
        SignedIn.expires_at > bindparam("moment", type_=UtcDateTime()),
    )
)

#: So many people at most in one list of who works here, or of what was found.
MOST = 200


def find_person_by_address(session: Session, address: str) -> Person | None:
    """`address` as `addresses.folded` spells it."""
    return session.scalars(select(Person).where(Person.email == address)).one_or_none()


def get_person_by_address(session: Session, address: str) -> Person:
    return session.scalars(select(Person).where(Person.email == address)).one()


def find_membership(session: Session, library_id: int, person_id: int) -> Membership | None:
    return session.scalars(
        select(Membership)
        .options(joinedload(Membership.person, innerjoin=True))
        .where(Membership.library_id == library_id, Membership.person_id == person_id)
    ).one_or_none()


def get_membership(session: Session, library_id: int, person_id: int) -> Membership:
    membership = find_membership(session, library_id, person_id)
    if membership is None:
        raise NotFound
    return membership


def find_role(session: Session, library_id: int, person_id: int) -> Role | None:
    return session.scalar(
        select(Membership.role).where(
            Membership.library_id == library_id, Membership.person_id == person_id
        )
    )


def list_libraries_of(session: Session, person: Person, roles: Sequence[Role]) -> Sequence[Library]:
    """The libraries in which this person has one of these roles."""
    return session.scalars(
        select(Library)
        .join(Membership, Membership.library_id == Library.id)
        .where(Membership.person_id == person.id, Membership.role.in_(roles))
        .order_by(Library.name)
    ).all()


def find_only_library_of(session: Session, person: Person) -> Library | None:
    """The one library that this person knows us by; None when there are several."""
    libraries = list_libraries_of(session, person, tuple(Role))
    return libraries[0] if len(libraries) == 1 else None


def list_advised(session: Session, person_id: int) -> Sequence[Network]:
    """The networks of libraries that this person advises."""
    return session.scalars(
        select(Network)
        .join(NetworkAdviser, NetworkAdviser.network_id == Network.id)
        .where(NetworkAdviser.person_id == person_id)
        .order_by(Network.name)
    ).all()


def get_advised(session: Session, slug: str, person_id: int) -> Network:
    """The network with this slug, for who advises it; to anybody else there is none."""
    found = session.scalars(
        select(Network)
        .join(NetworkAdviser, NetworkAdviser.network_id == Network.id)
        .where(Network.slug == slug, NetworkAdviser.person_id == person_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def works_only_here(
    session: Session, library_id: int, person_id: int, as_one_of: Sequence[Role]
) -> bool:
    """Whether this person has one of these roles here, none elsewhere, and works for no several."""
    works = exists().where(Membership.person_id == Person.id, Membership.role.in_(as_one_of))
    here = works.where(Membership.library_id == library_id)
    elsewhere = works.where(Membership.library_id != library_id)
    advises = exists().where(NetworkAdviser.person_id == Person.id)
    for_several = or_(elsewhere, advises, Person.is_operator.is_(True))
    asked = select(here & not_(for_several)).where(Person.id == person_id)
    return bool(session.scalar(asked))


def lock_managers(session: Session, library_id: int) -> list[int]:
    """The memberships of this library's managers, for nobody else to change in the meantime."""
    return list(
        session.scalars(
            select(Membership.id)
            .where(Membership.library_id == library_id, Membership.role == Role.MANAGER)
            .order_by(Membership.id)
            .with_for_update()
        )
    )


def list_people_at_work(session: Session, library_id: int) -> Sequence[Membership]:
    """Everybody here who is more than a resident."""
    return session.scalars(_members(library_id).where(Membership.role != Role.RESIDENT)).all()


def search_people(session: Session, library_id: int, words: str) -> Sequence[Membership]:
    """Members of whom each of these words begins a part of the name, or the e-mail address."""
    found = _members(library_id)
    for word in words.split()[:5]:
        found = found.where(
            or_(
                *(
                    func.lower(column).startswith(word.lower(), autoescape=True)
                    for column in (Person.first_name, Person.surname, Person.email)
                ),
                func.lower(Person.surname).contains(f" {word.lower()}", autoescape=True),
                # SQLite lowers ASCII only: ‘Élodie’ is found as she is written.
                Person.first_name.startswith(word, autoescape=True),
            )
        )
    return session.scalars(found).all()


def _members(library_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.library_id == library_id)
        .order_by(func.lower(Person.first_name), Person.surname, Person.id)
        .limit(MOST)
    )


def find_open_link(session: Session, token: str, *, now: datetime) -> SignInLink | None:
    """The link as long as it would still open the door."""
    return session.scalars(
        select(SignInLink)
        .options(joinedload(SignInLink.person, innerjoin=True))
        .where(
            SignInLink.token_hash == fingerprint(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
    ).one_or_none()


def find_link_to_mail(
    session: Session, link_id: int, person_id: int, *, now: datetime
) -> SignInLink | None:
    """The link that this person is owed by mail, as long as it is of use."""
    return session.scalars(
        select(SignInLink)
        .options(joinedload(SignInLink.person, innerjoin=True))
        .where(
            SignInLink.id == link_id,
            # An id may come back with somebody else's link, once the first is deleted.
            SignInLink.person_id == person_id,
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
    ).one_or_none()


def find_signed_in(session: Session, secret: str, *, now: datetime) -> SignedIn | None:
    """The browser that carries this secret, with its person; None once it has expired."""
    whose = {"secret": fingerprint(secret), "moment": now}
    return session.scalars(_SIGNED_IN, whose).one_or_none()
