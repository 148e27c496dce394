"""What is read of consent: whether it stands, and how it came to be so."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import NetworkAdviser, Person
from community.libraries.models import Library, Network
from community.networks.models import Consent

MOST = 50


def stands() -> ColumnElement[bool]:
    """Of a Library in the statement: it lets the network that it is in now look along."""
    return exists().where(
        Consent.library_id == Library.id,
        Consent.network_id == Library.network_id,
        Consent.withdrawn_at.is_(None),
    )


def find_consent(session: Session, library_id: int) -> Consent | None:
    """The consent that stands, if one does."""
    return session.scalars(
        _standing(library_id).options(joinedload(Consent.given_by))
    ).one_or_none()


def lock_consent(session: Session, library_id: int) -> Consent | None:
    """The same, with its row locked: nobody withdraws it until the transaction ends."""
    return session.scalars(
        _standing(library_id).with_for_update(of=Consent, key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()


def find_any_standing(session: Session, library_id: int) -> Consent | None:
    """The row that stands, also when the library has gone to another network since."""
    return session.scalars(
        select(Consent)
        .where(Consent.library_id == library_id, Consent.withdrawn_at.is_(None))
        .with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()


def list_consents(session: Session, library_id: int) -> Sequence[Consent]:
    """All that was ever given and withdrawn, the latest first."""
    return session.scalars(
        select(Consent)
        .where(Consent.library_id == library_id)
        .options(joinedload(Consent.given_by), joinedload(Consent.withdrawn_by))
        .order_by(Consent.given_at.desc(), Consent.id.desc())
        .limit(MOST)
    ).all()


def find_network(session: Session, library_id: int) -> Network | None:
    """The network that a library is in."""
    return session.scalars(
        select(Network).join(Library, Library.network_id == Network.id).where(
            Library.id == library_id
        )
    ).one_or_none()  # fmt: skip


def list_advisers(session: Session, network_id: int) -> Sequence[Person]:
    return session.scalars(
        select(Person)
        .join(NetworkAdviser, NetworkAdviser.person_id == Person.id)
        .where(NetworkAdviser.network_id == network_id)
        .order_by(Person.first_name, Person.surname, Person.id)
    ).all()


def _standing(library_id: int) -> Select[Consent]:
    return (
        select(Consent)
        .join(Library, Library.id == Consent.library_id)
        .where(
            Consent.library_id == library_id,
            Consent.network_id == Library.network_id,
            Consent.withdrawn_at.is_(None),
        )
    )
