"""*Nog niet te meten*: how far it is, as data. What to do next is `Indicator.next_act`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from community.meetlat.engine.results import IndicatorResult, Need

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


def _more(need: Need) -> int | None:
    if need.of in SHARES:
        return None
    return ceil(Fraction(need.least) - Fraction(need.have))
