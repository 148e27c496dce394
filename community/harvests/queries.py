"""Every select about harvests."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from community.errors import NotFound
from community.harvests.models import (
    Harvest,
    HarvestConfirmation,
    HarvestItem,
    Provenance,
    QuoteConsent,
)


def find_of(session: Session, library_id: int, gathering_id: int) -> Harvest | None:
    return session.scalars(
        select(Harvest).where(
            Harvest.library_id == library_id, Harvest.gathering_id == gathering_id
        )
    ).one_or_none()


def get_public(session: Session, library_id: int, harvest_id: int) -> Harvest:
    """What everybody may read; anything else is not there."""
    found = session.scalars(
        public(library_id).where(Harvest.id == harvest_id).options(joinedload(Harvest.gathering))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def public(library_id: int) -> Select[Harvest]:
    """The harvests of a library that everybody may read, the latest first."""
    return (
        select(Harvest)
        .where(Harvest.library_id == library_id, Harvest.is_public)
        .order_by(Harvest.published_at.desc(), Harvest.id.desc())
    )


def list_items(session: Session, library_id: int, harvest_id: int) -> Sequence[HarvestItem]:
    """In their order, without what was taken back."""
    return session.scalars(
        select(HarvestItem)
        .where(
            HarvestItem.library_id == library_id,
            HarvestItem.harvest_id == harvest_id,
            HarvestItem.withdrawn_at.is_(None),
        )
        .options(joinedload(HarvestItem.theme))
        .order_by(HarvestItem.position, HarvestItem.id)
    ).all()


def list_item_ids(session: Session, library_id: int, harvest_id: int) -> Sequence[int]:
    """Of all its items, what was taken back included."""
    return session.scalars(
        select(HarvestItem.id)
        .where(HarvestItem.library_id == library_id, HarvestItem.harvest_id == harvest_id)
        .order_by(HarvestItem.id)
    ).all()


def list_provenance(
    session: Session, library_id: int, item_ids: Sequence[int]
) -> Sequence[Provenance]:
    return session.scalars(
        select(Provenance)
        .where(Provenance.library_id == library_id, Provenance.item_id.in_(item_ids))
        .order_by(Provenance.round_no, Provenance.table_no, Provenance.id)
    ).all()


def names_under(session: Session, library_id: int, item_ids: Sequence[int]) -> dict[int, list[str]]:
    """By item whose name may stand under it: who said yes to the words as they are now."""
    rows = session.execute(
        select(QuoteConsent.item_id, QuoteConsent.name)
        .join(
            HarvestItem,
            (HarvestItem.id == QuoteConsent.item_id)
            & (HarvestItem.version == QuoteConsent.version)
            & HarvestItem.is_quote,
        )
        .where(
            QuoteConsent.library_id == library_id,
            QuoteConsent.item_id.in_(item_ids),
            QuoteConsent.says_yes.is_(True),
        )
        .order_by(QuoteConsent.id)
    )
    found: dict[int, list[str]] = {}
    for item_id, name in rows:
        found.setdefault(item_id, []).append(name)
    return found


def count_confirmed(
    session: Session, library_id: int, item_ids: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """By item how many people, and how many tables, said that it is right."""
    rows = session.execute(
        select(
            HarvestConfirmation.item_id,
            func.count(HarvestConfirmation.sign_up_id),
            func.count(HarvestConfirmation.table_no),
        )
        .where(
            HarvestConfirmation.library_id == library_id,
            HarvestConfirmation.item_id.in_(item_ids),
        )
        .group_by(HarvestConfirmation.item_id)
    )
    return {item_id: (people, tables) for item_id, people, tables in rows}
