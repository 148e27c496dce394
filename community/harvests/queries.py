"""Every select about harvests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    delete,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session, joinedload

from community.errors import NotFound
from community.harvests.models import (
    Harvest,
    HarvestConfirmation,
    HarvestCorrection,
    HarvestEdition,
    HarvestItem,
    Provenance,
    QuoteConsent,
    State,
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
    """In their order, without what was taken back or left out."""
    return session.scalars(
        select(HarvestItem)
        .where(
            HarvestItem.library_id == library_id,
            HarvestItem.harvest_id == harvest_id,
            HarvestItem.withdrawn_at.is_(None),
            HarvestItem.left_out_at.is_(None),
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


def list_standing(
    session: Session, library_id: int, item_ids: Sequence[int]
) -> tuple[dict[int, list[str]], dict[int, tuple[int, int, int]]]:
    """By item whose name may stand under it, who said yes to the words as they are now; and how
    many people and how many tables stand by those words, and how many of both by the words before.

    In one statement: every card asks it.
    """
    names = (
        select(QuoteConsent.item_id, QuoteConsent.name, QuoteConsent.id, literal(0), literal(0))
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
    )
    stands = HarvestConfirmation.version == HarvestItem.version
    counts = (
        select(
            HarvestConfirmation.item_id,
            null(),
            func.count(case((stands & HarvestConfirmation.table_no.is_(None), 1))),
            func.count(case((stands, HarvestConfirmation.table_no))),
            func.count(case((~stands, 1))),
        )
        .join(HarvestItem, HarvestItem.id == HarvestConfirmation.item_id)
        .where(
            HarvestConfirmation.library_id == library_id,
            HarvestConfirmation.item_id.in_(item_ids),
        )
        .group_by(HarvestConfirmation.item_id)
    )
    under: dict[int, list[str]] = {}
    confirmed: dict[int, tuple[int, int, int]] = {}
    rows: Iterable[Any] = session.execute(union_all(names, counts)).all()
    for item_id, name, number, tables, before in sorted(rows, key=lambda row: row[2]):
        if name is None:
            confirmed[item_id] = (number, tables, before)
        else:
            under.setdefault(item_id, []).append(name)
    return under, confirmed


def get(session: Session, library_id: int, harvest_id: int) -> Harvest:
    return _get(session, (Harvest.id == harvest_id) & (Harvest.library_id == library_id))


def get_of(session: Session, library_id: int, gathering_id: int) -> Harvest:
    """That of a gathering, whatever its state; NotFound as long as there is none."""
    of_it = Harvest.gathering_id == gathering_id
    return _get(session, of_it & (Harvest.library_id == library_id))


def _get(session: Session, which: ColumnElement[bool]) -> Harvest:
    found = session.scalars(
        select(Harvest).where(which).options(joinedload(Harvest.gathering))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, harvest_id: int) -> Harvest:
    """Held until the end: what is read after it stays so."""
    return _held(session, (Harvest.id == harvest_id) & (Harvest.library_id == library_id))


def lock_of(session: Session, library_id: int, gathering_id: int) -> Harvest:
    of = (Harvest.gathering_id == gathering_id) & (Harvest.library_id == library_id)
    return _held(session, of)


def find_and_lock(session: Session, library_id: int, gathering_id: int) -> Harvest | None:
    try:
        return lock_of(session, library_id, gathering_id)
    except NotFound:
        return None


def _held(session: Session, which: ColumnElement[bool]) -> Harvest:
    found = session.scalars(
        select(Harvest).where(which).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_item(session: Session, harvest: Harvest, item_id: int) -> HarvestItem:
    """One that is still said, left out or not."""
    found = session.scalars(
        select(HarvestItem)
        .where(
            HarvestItem.id == item_id,
            HarvestItem.harvest_id == harvest.id,
            HarvestItem.withdrawn_at.is_(None),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_left_out(session: Session, library_id: int, harvest_id: int) -> Sequence[HarvestItem]:
    return session.scalars(
        select(HarvestItem)
        .where(
            HarvestItem.library_id == library_id,
            HarvestItem.harvest_id == harvest_id,
            HarvestItem.left_out_at.is_not(None),
            HarvestItem.hidden_at.is_(None),
            HarvestItem.withdrawn_at.is_(None),
        )
        .order_by(HarvestItem.left_out_at, HarvestItem.id)
    ).all()


def list_hidden(session: Session, library_id: int, harvest_id: int) -> Sequence[HarvestItem]:
    """What left a draft because it was hidden, or its note was taken away: that has no words."""
    return session.scalars(
        select(HarvestItem)
        .where(
            HarvestItem.library_id == library_id,
            HarvestItem.harvest_id == harvest_id,
            HarvestItem.hidden_at.is_not(None),
            or_(HarvestItem.left_out_at.is_not(None), HarvestItem.withdrawn_at.is_not(None)),
        )
        .order_by(HarvestItem.hidden_at, HarvestItem.id)
    ).all()


def last_position(session: Session, harvest_id: int) -> int:
    return session.scalars(
        select(func.coalesce(func.max(HarvestItem.position), 0)).where(
            HarvestItem.harvest_id == harvest_id
        )
    ).one()


def make_room(session: Session, harvest_id: int, *, after: int) -> None:
    session.execute(
        update(HarvestItem)
        .where(HarvestItem.harvest_id == harvest_id, HarvestItem.position > after)
        .values(position=HarvestItem.position + 1)
    )


def list_editions(session: Session, library_id: int, harvest_id: int) -> Sequence[HarvestEdition]:
    """The latest first."""
    return session.scalars(
        select(HarvestEdition)
        .where(HarvestEdition.library_id == library_id, HarvestEdition.harvest_id == harvest_id)
        .order_by(HarvestEdition.number.desc())
    ).all()


def forget_consents(session: Session, item_id: int) -> None:
    session.execute(delete(QuoteConsent).where(QuoteConsent.item_id == item_id))


def list_due(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Library and harvest of what may be established: time has passed, and nobody waits."""
    waits = exists().where(
        HarvestCorrection.harvest_id == Harvest.id, HarvestCorrection.handled_at.is_(None)
    )
    rows = session.execute(
        select(Harvest.library_id, Harvest.id)
        .where(Harvest.state == State.PRESENTED, Harvest.corrected_until <= now, ~waits)
        .order_by(Harvest.id)
    ).all()
    return [(library_id, harvest_id) for library_id, harvest_id in rows]


def get_consent(session: Session, library_id: int, consent_id: int) -> QuoteConsent:
    found = session.scalars(
        select(QuoteConsent)
        .where(QuoteConsent.id == consent_id, QuoteConsent.library_id == library_id)
        .options(joinedload(QuoteConsent.item).joinedload(HarvestItem.harvest))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_consent(session: Session, item: HarvestItem, person_id: int) -> QuoteConsent | None:
    """Of this person, about the words as they are now."""
    return session.scalars(
        select(QuoteConsent).where(
            QuoteConsent.item_id == item.id,
            QuoteConsent.version == item.version,
            QuoteConsent.person_id == person_id,
        )
    ).one_or_none()


def list_consents(session: Session, item: HarvestItem) -> Sequence[QuoteConsent]:
    """Who was asked about the words as they are now."""
    return session.scalars(
        select(QuoteConsent)
        .where(QuoteConsent.item_id == item.id, QuoteConsent.version == item.version)
        .options(joinedload(QuoteConsent.person))
        .order_by(QuoteConsent.id)
    ).all()
