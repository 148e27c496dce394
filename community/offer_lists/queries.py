"""Every select about lists of offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from community.errors import NotFound
from community.offer_lists.models import OfferList, OfferListEntry
from community.register.models import Entry, EntryState
from community.search.folding import fold
from community.topics import queries as topics

MOST = 20


def theme_ids(session: Session) -> Mapping[str, int]:
    """By slug, and by what a theme is called in Dutch and in English."""
    names: dict[str, int] = {}
    for theme in topics.list_themes(session):
        for name in (theme.slug, theme.label, theme.label_en):
            names[fold(name)] = theme.id
    return names


def list_known(session: Session, library_id: int) -> set[str]:
    """The lines that something came of before."""
    return set(
        session.scalars(
            select(OfferListEntry.line_hash).where(OfferListEntry.library_id == library_id)
        )
    )


def list_lists(session: Session, library_id: int) -> Sequence[tuple[OfferList, int, int, int]]:
    """The latest lists: how many offers came of each, how many wait for a yes, how many stand."""
    rows = session.execute(
        select(
            OfferList,
            func.count(Entry.id),
            func.count(Entry.id).filter(waits()),
            func.count(Entry.id).filter(Entry.state == EntryState.OPEN),
        )
        .outerjoin(OfferListEntry, OfferListEntry.list_id == OfferList.id)
        .outerjoin(Entry, Entry.id == OfferListEntry.entry_id)
        .where(OfferList.library_id == library_id)
        .group_by(OfferList.id)
        .order_by(OfferList.made_at.desc(), OfferList.id.desc())
        .limit(MOST)
    )
    return [(one, came, waiting, stands) for one, came, waiting, stands in rows]


def get(session: Session, library_id: int, list_id: int) -> OfferList:
    found = session.scalars(
        select(OfferList).where(OfferList.library_id == library_id, OfferList.id == list_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def count_waiting(session: Session, list_id: int) -> int:
    return session.scalars(select(func.count()).select_from(_waiting(list_id).subquery())).one()


def lock_waiting(session: Session, list_id: int) -> Sequence[Entry]:
    """What came of a list and waits for its person, for nobody else to change."""
    return session.scalars(
        select(Entry).where(Entry.id.in_(_waiting(list_id))).order_by(Entry.id).with_for_update()
    ).all()


def list_to_confirm(session: Session, list_id: int, person_id: int) -> Sequence[Entry]:
    """What one person still has to say yes to."""
    return session.scalars(
        select(Entry)
        .where(Entry.id.in_(_waiting(list_id)), Entry.person_id == person_id)
        .options(joinedload(Entry.person), joinedload(Entry.library))
        .order_by(Entry.id)
    ).all()


def waits() -> ColumnElement[bool]:
    return (Entry.state == EntryState.CHECKED) & Entry.confirm_by.is_not(None)


def _waiting(list_id: int) -> Select[Any]:
    return (
        select(Entry.id)
        .join(OfferListEntry, OfferListEntry.entry_id == Entry.id)
        .where(OfferListEntry.list_id == list_id, waits())
    )
