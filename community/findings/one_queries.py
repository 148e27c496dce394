"""Every select about one harvest that everybody may read: its page, sheet and earlier editions.

The page asks once for what it is, with its editions and where people talk about it, and once for
all that it says, with where each part came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, and_, or_, select, union
from sqlalchemy.orm import Session, joinedload

from community.conversations import list_queries
from community.conversations.anchors import Who
from community.conversations.models import Contribution, Kind, On
from community.errors import NotFound
from community.findings import seeing
from community.findings.queries import IN_ORDER, Rows, harvests
from community.formats import content
from community.formats.models import FormatVersion, GatheringFormat
from community.gatherings.models import Gathering, gathering_theme
from community.harvests.models import Harvest, HarvestEdition, HarvestItem, Provenance, State


@dataclass(frozen=True, slots=True)
class One:
    """A harvest with where it came from, by which format, and on what of it people talk."""

    harvest: Harvest
    format_name: str
    talked: frozenset[On] = frozenset()

    @property
    def gathering(self) -> Gathering:
        return self.harvest.gathering


@dataclass(frozen=True, slots=True)
class Said:
    """All that a harvest says, in its order."""

    items: list[HarvestItem] = field(default_factory=list)
    came_from: dict[int, list[Provenance]] = field(default_factory=dict)  #: By item.
    named: list[Contribution] = field(default_factory=list)  #: Books and pages, as often as named.


def get(session: Session, library_id: int, harvest_id: int) -> One:
    """What everybody may read; anything else is not there."""
    harvest, by = _found(session, _one(library_id, harvest_id))
    return One(harvest, _name(by))


def read(session: Session, library_id: int, harvest_id: int, who: Who, *, now: datetime) -> One:
    """The same with its editions, and where this one may read what is said about it."""
    at = {On.GATHERING: Harvest.gathering_id, On.HARVEST: Harvest.id}
    talks = (list_queries.is_readable(library_id, who, on, at[on], now=now) for on in at)
    harvest, by, *talked = _found(
        session,
        _one(library_id, harvest_id)
        .add_columns(*talks)
        .options(joinedload(Harvest.editions).defer(HarvestEdition.said)),
    )
    return One(
        harvest, _name(by), frozenset(on for on, is_so in zip(at, talked, strict=True) if is_so)
    )


def list_said(session: Session, library_id: int, harvest_id: int) -> Said:
    """Every item that everybody may read, with where it came from and the sources it names."""
    rows = session.execute(
        select(HarvestItem, Provenance, Contribution)
        .join(Harvest, Harvest.id == HarvestItem.harvest_id)
        .join(Gathering, Gathering.id == Harvest.gathering_id)
        .outerjoin(Provenance, Provenance.item_id == HarvestItem.id)
        .outerjoin(
            Contribution,
            and_(
                Contribution.id == Provenance.contribution_id,
                Contribution.kind == Kind.SOURCE,
                or_(Contribution.url != "", Contribution.title != ""),
                Contribution.hidden_at.is_(None),
                Contribution.withdrawn_at.is_(None),
            ),
        )
        .options(joinedload(HarvestItem.theme))
        .where(*seeing.readable_items(library_id), HarvestItem.harvest_id == harvest_id)
        .order_by(*IN_ORDER, Provenance.round_no, Provenance.table_no, Provenance.id)
    )
    said = Said()
    for item, source, named in rows:
        if item.id not in said.came_from:
            said.items.append(item)
        came_from = said.came_from.setdefault(item.id, [])
        if source is not None:
            came_from.append(source)
        if named is not None:
            said.named.append(named)
    return said


def was_withdrawn(session: Session, library_id: int, harvest_id: int) -> bool:
    """Whether everybody could read it once, and nobody can now."""
    gone = select(Harvest.id).where(
        Harvest.library_id == library_id,
        Harvest.id == harvest_id,
        Harvest.state == State.WITHDRAWN,
        Harvest.published_at.is_not(None),
    )
    return session.scalar(gone) is not None


def themes_of(harvest: Harvest) -> CompoundSelect[int]:
    """The numbers of the themes that it is about: its gathering's and its items'."""
    return union(
        select(gathering_theme.c.theme_id).where(
            gathering_theme.c.gathering_id == harvest.gathering_id
        ),
        select(HarvestItem.theme_id).where(
            HarvestItem.harvest_id == harvest.id,
            HarvestItem.theme_id.is_not(None),
            HarvestItem.withdrawn_at.is_(None),
            HarvestItem.left_out_at.is_(None),
        ),
    )


def _one(library_id: int, harvest_id: int) -> Rows:
    return (
        harvests(library_id)
        .add_columns(FormatVersion)
        .outerjoin(GatheringFormat, GatheringFormat.gathering_id == Harvest.gathering_id)
        .outerjoin(FormatVersion, FormatVersion.id == GatheringFormat.version_id)
        .where(Harvest.id == harvest_id)
    )


def _found(session: Session, which: Rows) -> Sequence[Any]:
    row = session.execute(which).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def _name(by: FormatVersion | None) -> str:
    return content.read(by.said).name if by else ""
