"""A library as its adviser sees it at a glance: bars, what moved, who asked, who has gone quiet.

Nothing here ranks: a list stands by name, or by what happened, never by a score; and there is no
mean over libraries, of which one could be worked out from the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from community.meetlat.engine.blocks import BlockScore, block_scores
from community.meetlat.engine.movement import Movement, movements
from community.meetlat.engine.results import DimensionResult, MeetlatResult
from community.meetlat.engine.standard import Block, Standard

#: Nobody should wait longer for somebody to take up what they ask.
PATIENCE = timedelta(days=7)
#: Of which nothing took place for so long, that has gone quiet.
QUIET = timedelta(weeks=4)


class Order(StrEnum):
    """In what order libraries stand, as the address says it."""

    NAME = "naam"
    ASKED = "gevraagd"
    MOVED = "bewogen"
    QUIET = "stil"


@dataclass(frozen=True, slots=True)
class Bar:
    """Ontmoeting or Samenwerking, and the change that the rules let tell (rule 6)."""

    result: DimensionResult
    moved: Movement | None

    @property
    def key(self) -> str:
        return self.result.key

    @property
    def change(self) -> float | None:
        """As it is read, in levels; over what could be measured both times."""
        if self.moved is None:
            return None
        return sum(each.tenths for each in self.moved.contributions) / 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a library has open with its advisers."""

    open: int = 0
    unread: int = 0  #: In how many of them something is new.
    waits_since: datetime | None = None  #: What nobody took up yet, the first of it.

    def waits(self, now: datetime) -> datetime | None:
        """Since when nobody takes it up, once that is too long."""
        late = self.waits_since is not None and self.waits_since < now - PATIENCE
        return self.waits_since if late else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    library_id: int
    slug: str
    name: str
    version: str | None  #: Of the meetlat; None: nothing was worked out yet.
    measured_until: date | None
    against: date | None  #: The meting before, that it is held against.
    bars: tuple[Bar, ...]
    blocks: tuple[BlockScore, ...]
    provisional: bool  #: Too few people or groups answered to be sure of the blocks.
    last_activity: datetime | None
    asked: Asked
    since: datetime  #: Since when the adviser may look along.

    @property
    def has_blocks(self) -> bool:
        return any(each.score is not None for each in self.blocks)

    @property
    def has_moved(self) -> bool:
        return any(bar.moved for bar in self.bars)

    def weeks_quiet(self, now: datetime) -> int | None:
        """For how many weeks nothing took place; None as long as that is nothing to mention."""
        if self.last_activity is None or now - self.last_activity < QUIET:
            return None
        return (now - self.last_activity) // timedelta(weeks=1)

    def is_quiet(self, now: datetime) -> bool:
        return self.last_activity is None or self.weeks_quiet(now) is not None


def glance(
    *,
    now: MeetlatResult | None,
    before: MeetlatResult | None,
    self_assessed: Mapping[str, float | None],
    standard: Standard,
) -> tuple[tuple[Bar, ...], tuple[BlockScore, ...]]:
    """The two bars and the five blocks; no bars when nothing was worked out yet."""
    if now is None:
        return (), tuple(_without_log(each, self_assessed) for each in standard.blocks)
    moved = {each.key: each for each in movements(before, now, standard)} if before else {}
    told = {key: each for key, each in moved.items() if each.is_told}
    bars = tuple(Bar(each, told.get(each.key)) for each in now.dimensions)
    return bars, block_scores(self_assessed, now.samenwerking, standard)


def _without_log(block: Block, self_assessed: Mapping[str, float | None]) -> BlockScore:
    score = self_assessed.get(block.key)
    return BlockScore(
        key=block.key,
        score=score,
        self_assessed=score,
        from_log=None,
        half_missing=bool(block.from_log),
    )


def in_order(libraries: Sequence[Glance], order: Order, now: datetime) -> list[Glance]:
    """By name; those about which there is something to say first, the longest ago of them first."""
    by_name = sorted(libraries, key=lambda each: (each.name.lower(), each.library_id))
    first = _FIRST.get(order)
    return by_name if first is None else sorted(by_name, key=lambda each: first(each, now))


def _asked_first(each: Glance, now: datetime) -> tuple[bool, bool, datetime]:
    asked = each.asked
    return not asked.unread, not asked.open, asked.waits_since or now


def _moved_first(each: Glance, _now: datetime) -> tuple[bool]:
    """Not by how much, nor which way: that would be a ranking."""
    return (not each.has_moved,)


def _quiet_first(each: Glance, now: datetime) -> tuple[bool, datetime]:
    quiet = each.is_quiet(now)
    return not quiet, (each.last_activity or each.since) if quiet else now


_FIRST: Mapping[Order, Callable[[Glance, datetime], tuple[object, ...]]] = {
    Order.ASKED: _asked_first,
    Order.MOVED: _moved_first,
    Order.QUIET: _quiet_first,
}
