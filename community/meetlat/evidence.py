"""What a number on the page was made of: its rows, added up again, and as much as may be shown.

The rows come from the scoring itself (`engine.workings`). What stands in a cell is shown from five
on; less could be somebody (rule 10). What people answered never opens: those rows say only that
people were asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, isclose

from community.meetlat.engine.aggregates import Aggregates, Occasion, Organisation
from community.meetlat.engine.results import IndicatorResult
from community.meetlat.engine.standard import Rules
from community.meetlat.engine.workings import PlaceRow, Row, places, rows, step


class Unit(StrEnum):
    """What one row is."""

    ACTIVITY = "activity"
    PARTNER = "partner"
    PLACE = "place"
    NOTHING = "nothing"


#: Of people with a key: the sum of their check-ins says nothing, as each of them counts once.
_BY_KEYS_ALONE = frozenset({"O2", "O5"})
#: What people said by themselves stands in rows; by keys they are counted once, whatever they did.
_BY_KEYS_OR_ROWS = "O1"
#: What a row is of, where it is no activity.
_UNITS = {"S1": Unit.PARTNER, "S3": Unit.PARTNER, "S4": Unit.PARTNER, "S6": Unit.PARTNER,
          "O8": Unit.PLACE, "S8": Unit.NOTHING}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a person reads it; `part` and `whole` are what it adds, where that may be said."""

    occasion: Occasion | None = None
    organisation: Organisation | None = None
    place: PlaceRow | None = None
    part: float = 0
    whole: float = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    code: str
    unit: Unit
    lines: Sequence[Line]
    #: The two sides of the share, from the rows or from the people; None for what is no share.
    part: float | None
    whole: float | None
    adds_up: bool  #: Whether the rows are what was added.
    edited_late: int

    def equals(self, result: IndicatorResult) -> bool:
        """Whether the number on the page is what comes of this."""
        if result.numerator is None or result.denominator is None:
            return self.part is None
        return (
            self.part is not None
            and self.whole is not None
            and isclose(self.part, result.numerator, abs_tol=1e-6)
            and isclose(self.whole, result.denominator, abs_tol=1e-6)
        )


def of(result: IndicatorResult, aggregates: Aggregates, rules: Rules) -> Evidence:
    """The rows of an indicator, the latest first, and what they come to."""
    unit = _UNITS.get(result.code, Unit.ACTIVITY)
    by_people = is_by_keys(result.code, by_keys=bool(result.parts.get("by_keys")))
    if unit is Unit.PLACE:
        lines = [Line(place=one, part=one.inhabitants if one.reached else 0,
                      whole=one.inhabitants) for one in places(aggregates, rules)]  # fmt: skip
    elif by_people:
        lines = [Line(occasion=one) for one in aggregates.occasions if one.checked_in]
    else:
        lines = [_line(row, unit, aggregates) for row in rows(result.code, aggregates, rules)]
    part, whole = _totals(result, lines) if not by_people else _people(result.code, aggregates)
    if unit is not Unit.PLACE:
        lines.sort(key=_latest_first)
    return Evidence(
        code=result.code,
        unit=unit,
        lines=lines,
        part=part,
        whole=whole,
        adds_up=not by_people and unit is not Unit.NOTHING,
        edited_late=sum(line.occasion.edited_late for line in lines if line.occasion),
    )


def is_by_keys(code: str, *, by_keys: bool) -> bool:
    """Whether an indicator counts people, and not its rows; `by_keys`: that it could."""
    return code in _BY_KEYS_ALONE or (code == _BY_KEYS_OR_ROWS and by_keys)


def depth(line: Line) -> int:
    """How deep we work together with the partner of this row."""
    return step(line.organisation) if line.organisation else 0


def _line(row: Row, unit: Unit, aggregates: Aggregates) -> Line:
    if unit is Unit.PARTNER:
        return Line(organisation=aggregates.organisations[row.no], part=row.part, whole=row.whole)
    return Line(occasion=aggregates.occasions[row.no], part=row.part, whole=row.whole)


def _totals(result: IndicatorResult, lines: Sequence[Line]) -> tuple[float | None, float | None]:
    if result.code in {"S3", "S8"}:
        return None, None
    return fsum(line.part for line in lines), fsum(line.whole for line in lines)


def _people(code: str, aggregates: Aggregates) -> tuple[float, float]:
    people = aggregates.people
    sides: dict[str, Callable[[], tuple[float, float]]] = {
        "O1": lambda: (people.new, people.unique),
        "O2": lambda: (people.returned, people.cohort),
        "O5": lambda: (people.acquainted, people.unique),
    }
    return sides[code]()


def _latest_first(line: Line) -> tuple[int, int]:
    if line.occasion:
        return -line.occasion.day.toordinal(), line.occasion.gathering_ids[0]
    return 0, line.organisation.no if line.organisation else 0
