"""What the meetlat says: indicators, two dimensions, and what is missing. No words, no names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from community.meetlat.engine.aggregates import Period


@dataclass(frozen=True, slots=True)
class Need:
    """One minimum: what of, how many there are, how many it takes ("12 of 30 answers")."""

    of: str  #: people, activities, answers, answered_activities, response, partners, …
    have: float
    least: float

    @property
    def is_met(self) -> bool:
        return self.have >= self.least

    @property
    def is_doubled(self) -> bool:
        return self.have >= 2 * self.least


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorResult:
    """One indicator. `level` is None when it cannot be measured yet; then `needs` say why."""

    code: str
    weight: float
    value: float | None  #: In the indicator's unit, as it goes through the anchors (Wilson bound).
    raw: float | None  #: The share or mean itself, shown beside it.
    numerator: float | None
    denominator: float | None
    level: float | None
    uncapped: float | None  #: The level before its pair held it down …
    held_by: str | None  #: … and the code of that pair.
    needs: tuple[Need, ...]
    #: The values that went into the formula, by name, for "Hoe is dit berekend?".
    parts: Mapping[str, float]

    @property
    def is_measurable(self) -> bool:
        return self.level is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionResult:
    """Ontmoeting or Samenwerking. `score` is None under 60 % of the weight: never a guess."""

    key: str  #: ontmoeting or samenwerking
    score: float | None
    confidence: str | None  #: A, B or C
    measurable_weight: float  #: Share of the whole weight, 0 to 1.
    indicators: tuple[IndicatorResult, ...]

    @property
    def is_against_fiction(self) -> bool:
        """Whether it was held against made-up residents: the library did not say who live there."""
        return any(each.parts.get("fictional") for each in self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetlatResult:
    version: str
    provisional: bool  #: Anchors that were not yet gauged on real figures.
    period: Period
    ontmoeting: DimensionResult
    samenwerking: DimensionResult

    @property
    def dimensions(self) -> tuple[DimensionResult, DimensionResult]:
        return self.ontmoeting, self.samenwerking
