"""What the page says of the results: per dimension the score, what it was, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum

from community.meetlat.engine.movement import Movement, movements
from community.meetlat.engine.results import DimensionResult, IndicatorResult, MeetlatResult
from community.meetlat.engine.standard import Standard
from community.meetlat.page_queries import Frozen, Stand


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the two that the log feeds."""

    result: DimensionResult
    before: DimensionResult | None  #: In the meting that it is held against.
    moved: Movement | None  #: None: there is nothing to hold it against.

    @property
    def key(self) -> str:
        return self.result.key

    @property
    def measured(self) -> Sequence[IndicatorResult]:
        return [each for each in self.result.indicators if each.is_measurable]

    @property
    def movement(self) -> Movement | None:
        """A change that the rules let show."""
        return self.moved if self.moved and self.moved.is_told else None

    @property
    def effects(self) -> dict[str, float]:
        """By question, in levels as they are read: they sum to the change as it is read."""
        moved = self.movement
        return {each.code: each.tenths / 10 for each in moved.contributions} if moved else {}

    @property
    def effect(self) -> float:
        """What the effects come to, as they are read."""
        return sum(each.tenths for each in self.movement.contributions) / 10 if self.movement else 0

    @property
    def weight(self) -> float:
        return fsum(each.weight for each in self.measured)

    @property
    def weighed(self) -> float:
        return fsum(each.weight * (each.level or 0) for each in self.measured)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where both dimensions stood at the end of a period."""

    until: date
    scores: dict[str, float | None]
    version: str  #: Of the meetlat: scores of two versions make no line.
    is_now: bool


@dataclass(frozen=True, slots=True)
class Reading:
    stand: Stand
    against: Frozen | None  #: The latest meting of an earlier day.
    dimensions: tuple[Dimension, ...]
    moments: Sequence[Moment]

    @property
    def is_meting(self) -> bool:
        """Whether it stands still."""
        return not self.moments[-1].is_now


def read(stand: Stand, frozen: Sequence[Frozen], standard: Standard) -> Reading:
    """The standing beside what was frozen before; `frozen` has the oldest first."""
    until = stand.result.period.until
    earlier = [each for each in frozen if each.until < until]
    against = earlier[-1] if earlier else None
    before = {each.key: each for each in against.result.dimensions} if against else {}
    moved = movements(against.result, stand.result, standard) if against else ()
    by_key = {each.key: each for each in moved}
    return Reading(
        stand=stand,
        against=against,
        dimensions=tuple(
            Dimension(each, before.get(each.key), by_key.get(each.key))
            for each in stand.result.dimensions
        ),
        moments=[
            *(_moment(each.until, each.result) for each in earlier),
            _moment(until, stand.result, is_now=True),
        ],
    )


def standing_still(reading: Reading) -> Reading:
    """Read as a meting: its last moment is no standing of today."""
    *earlier, this = reading.moments
    return replace(reading, moments=[*earlier, replace(this, is_now=False)])


def find_indicator(result: MeetlatResult, code: str) -> tuple[DimensionResult, IndicatorResult]:
    """The indicator with this code, and the dimension that it belongs to; KeyError if none."""
    for dimension in result.dimensions:
        for each in dimension.indicators:
            if each.code == code:
                return dimension, each
    raise KeyError(code)


def _moment(until: date, result: MeetlatResult, *, is_now: bool = False) -> Moment:
    scores = {each.key: each.score for each in result.dimensions}
    return Moment(until, scores, result.version, is_now)
