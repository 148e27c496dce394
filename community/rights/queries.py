"""What is read of people's rights: agreeing, and being erased."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import AddressChange, Person
from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringHost
from community.harvests.models import Harvest, HarvestItem, QuoteConsent
from community.initiatives.models import Initiation
from community.libraries.models import Library
from community.pictures.models import Picture
from community.rights.models import NamelessQuote


def list_erased(session: Session) -> list[tuple[int, datetime]]:
    """Everybody who was erased: number and moment."""
    rows = session.execute(
        select(Person.id, Person.erased_at)
        .where(Person.erased_at.is_not(None))
        .order_by(Person.erased_at)
    )
    return [(number, at) for number, at in rows if at is not None]


def was_there(session: Session, person_id: int, at: datetime) -> bool:
    """Whether this number was somebody's at that moment who is not erased.

    After an older copy was put back, numbers are given out again: who came later is another.
    """
    return (
        session.scalar(
            select(Person.id).where(
                Person.id == person_id, Person.created_at <= at, Person.erased_at.is_(None)
            )
        )
        is not None
    )


def list_addresses(session: Session, person_id: int) -> set[str]:
    """Those that somebody had before or asked for, as far as they are kept."""
    rows = session.execute(
        select(AddressChange.email, AddressChange.old_email).where(
            AddressChange.person_id == person_id
        )
    )
    return {address for row in rows for address in row if address}


def names_of_libraries(session: Session, ids: Collection[int]) -> dict[int, str]:
    rows = session.execute(select(Library.id, Library.name).where(Library.id.in_(ids)))
    return {row.id: row.name for row in rows}


def list_quotes(session: Session, person_id: int) -> Sequence[QuoteConsent]:
    """Under which words somebody let their name stand; the newest first."""
    return session.scalars(
        _quotes(person_id).order_by(QuoteConsent.answered_at.desc(), QuoteConsent.id.desc())
    ).all()


def get_quote(session: Session, person_id: int, quote_id: int) -> QuoteConsent:
    found = session.scalars(_quotes(person_id).where(QuoteConsent.id == quote_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_pictures(session: Session, person_id: int) -> Sequence[tuple[Picture, str]]:
    """Of activities that somebody began or is a host of, each with its title: nearest to theirs."""
    theirs = or_(
        Gathering.id.in_(select(Initiation.gathering_id).where(Initiation.person_id == person_id)),
        Gathering.id.in_(
            select(GatheringHost.gathering_id).where(GatheringHost.person_id == person_id)
        ),
    )
    rows = session.execute(
        select(Picture, func.min(Gathering.title))
        .join(Gathering, Gathering.picture_id == Picture.id)
        .where(theirs)
        .group_by(Picture.id)
        .order_by(Picture.id)
    )
    return [(picture, title) for picture, title in rows]


def _quotes(person_id: int) -> Select[QuoteConsent]:
    return (
        select(QuoteConsent)
        .where(QuoteConsent.person_id == person_id, QuoteConsent.says_yes.is_(True))
        .options(
            joinedload(QuoteConsent.item)
            .joinedload(HarvestItem.harvest)
            .joinedload(Harvest.gathering)
            .joinedload(Gathering.library)
        )
    )


def list_nameless(session: Session, library_id: int) -> Sequence[NamelessQuote]:
    """The newest first."""
    return session.scalars(
        select(NamelessQuote)
        .where(NamelessQuote.library_id == library_id)
        .options(
            joinedload(NamelessQuote.item)
            .joinedload(HarvestItem.harvest)
            .joinedload(Harvest.gathering)
        )
        .order_by(NamelessQuote.since.desc(), NamelessQuote.item_id)
    ).all()


def find_nameless(session: Session, library_id: int, item_id: int) -> NamelessQuote | None:
    """None: seen before. Of another library it is not found."""
    item = session.get(HarvestItem, item_id)
    if item is None or item.library_id != library_id:
        raise NotFound
    return session.get(NamelessQuote, item_id)


def how_many_nameless(library_id: int) -> Select[Any]:
    return select(func.count()).where(NamelessQuote.library_id == library_id)
