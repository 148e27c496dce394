"""*Nog niet te meten*: how far it is, and what to do next, as data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from community.meetlat.engine.results import DimensionResult, IndicatorResult, Need

#: Needs that are a share of something: there is no number of them that is still to come.
SHARES = frozenset({"response"})


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """What one minimum still takes: "nog 12 antwoorden". None of a share, such as the response."""

    need: Need
    more: int | None


def still_needed(result: IndicatorResult) -> tuple[StillNeeded, ...]:
    """The minimums that are not met yet, in the order of the standard; none when it is measured."""
    return tuple(StillNeeded(need, _more(need)) for need in result.needs if not need.is_met)


def how_far(result: IndicatorResult) -> float:
    """From 0 to 1, by the minimum that is farthest away; 1 when it can be measured."""
    return min(
        (min(1.0, need.have / need.least) for need in result.needs if need.least), default=1.0
    )


def weight_needed(result: DimensionResult, measurable_weight: float) -> float:
    """How much of the whole weight is missing before the dimension has a score, 0 to 1."""
    return max(0.0, round(measurable_weight - result.measurable_weight, 9))


def nearest(result: DimensionResult) -> tuple[IndicatorResult, ...]:
    """What cannot be measured yet, the nearest first; of equals the one that weighs more."""
    missing = [one for one in result.indicators if not one.is_measurable]
    return tuple(sorted(missing, key=lambda one: (-how_far(one), -one.weight, one.code)))


def _more(need: Need) -> int | None:
    if need.of in SHARES:
        return None
    return ceil(Fraction(need.least) - Fraction(need.have))
