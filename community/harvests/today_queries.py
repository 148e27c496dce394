"""How many harvests wait for a librarian, and the gathering of the first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, distinct, exists, func, or_, select

from community.gatherings.models import Gathering, GatheringStatus
from community.harvests.models import Harvest, HarvestCorrection, HarvestItem, State
from community.table_notes.models import TableNote


def without(library_id: int, *, since: datetime, now: datetime) -> tuple[Select[Any], ...]:
    """Gatherings of which the tables wrote something down, and nobody made a harvest."""
    found = (
        select(func.count(distinct(Gathering.id)))
        .join(TableNote, TableNote.gathering_id == Gathering.id)
        .where(
            TableNote.library_id == library_id,
            TableNote.laid_at.is_not(None),
            TableNote.removed_at.is_(None),
            Gathering.ends_at.between(since, now),
            Gathering.status != GatheringStatus.CANCELLED,
            Gathering.is_sensitive.is_(False),
            ~exists().where(Harvest.gathering_id == Gathering.id),
        )
    )
    return found, found.with_only_columns(func.max(Gathering.id))


def corrected(library_id: int) -> tuple[Select[Any], ...]:
    """Somebody who was there waits for an answer."""
    found = (
        select(func.count(HarvestCorrection.id))
        .join(Harvest, Harvest.id == HarvestCorrection.harvest_id)
        .where(
            HarvestCorrection.library_id == library_id,
            HarvestCorrection.handled_at.is_(None),
            Harvest.state != State.WITHDRAWN,
        )
    )
    return found, found.with_only_columns(func.min(Harvest.gathering_id))


def hidden(library_id: int) -> tuple[Select[Any], ...]:
    """For everybody to read, with words in it of which the library hid what they were made of."""
    found = (
        select(func.count(distinct(Harvest.id)))
        .join(HarvestItem, HarvestItem.harvest_id == Harvest.id)
        .where(
            HarvestItem.library_id == library_id,
            HarvestItem.hidden_at.is_not(None),
            HarvestItem.left_out_at.is_(None),
            HarvestItem.withdrawn_at.is_(None),
            Harvest.is_public,
        )
    )
    return found, found.with_only_columns(func.min(Harvest.gathering_id))


def ready(library_id: int, now: datetime) -> tuple[Select[Any], ...]:
    """Established, or shown long enough: to be published."""
    waits = exists().where(
        HarvestCorrection.harvest_id == Harvest.id, HarvestCorrection.handled_at.is_(None)
    )
    found = select(func.count(Harvest.id)).where(
        Harvest.library_id == library_id,
        or_(
            Harvest.state == State.ESTABLISHED,
            (Harvest.state == State.PRESENTED) & (Harvest.corrected_until <= now) & ~waits,
        ),
    )
    return found, found.with_only_columns(func.min(Harvest.gathering_id))
