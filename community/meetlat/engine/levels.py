"""From a value to a level, from levels to a bar, and how sure it is (MEETLAT.md, rules 2 to 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import floor, fsum, sqrt

from community.meetlat.engine.results import DimensionResult, IndicatorResult
from community.meetlat.engine.standard import Indicator, Standard

#: Sums of weights such as .1 + .2 are compared as people write them.
_DIGITS = 9


def wilson(successes: float, n: float, z: float) -> float:
    """The lower bound of a share, from 0 to 1; 0 when nothing was counted.

    `successes` of `n`, not below 0 nor above n (ValueError); it need not be whole, because of what
    counts for a part in O7. One-sided 90 % takes z = 1.2816: 8 of 8 gives .83, 20 of 30 .55.
    Source: E. B. Wilson, Probable Inference, JASA 22 (1927); rule 5.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n}")
    if n == 0:
        return 0.0
    share, z2 = successes / n, z * z
    spread = z * sqrt((share * (1 - share) + z2 / (4 * n)) / n)
    return max(0.0, (share + z2 / (2 * n) - spread) / (1 + z2 / n))


def level(value: float, indicator: Indicator) -> float:
    """From 1 to 5: straight from anchor to anchor, and flat outside them.

    `value` in the indicator's unit. Source: rule 2; `meetlat_sim.level` for a zero of 0.
    """
    points = (indicator.zero, *indicator.anchors)
    if value <= points[0]:
        return 1.0
    for no, (low, high) in enumerate(pairwise(points), start=1):
        if value < high:
            return no + (value - low) / (high - low)
    return 5.0


def level_no(score: float) -> int:
    """Which of the five levels a score has reached, 1 to 5; as it is read, with one decimal."""
    return max(1, min(5, floor(round(score, 1))))


def hold_in_pairs(
    results: Sequence[IndicatorResult], standard: Standard
) -> tuple[IndicatorResult, ...]:
    """Of two that belong together the higher counts at most 1.5 levels above the lower (rule 8).

    Where one of them cannot be measured nothing holds the other: a gap is not filled with a number.
    """
    levels = {one.code: one.level for one in results}
    return tuple(_held(one, levels, standard) for one in results)


def _held(
    one: IndicatorResult, levels: Mapping[str, float | None], standard: Standard
) -> IndicatorResult:
    pair = standard.indicator(one.code).pair
    other = levels.get(pair) if pair else None
    if one.level is None or other is None:
        return one
    most = other + standard.rules.pair_gap
    return replace(one, level=most, held_by=pair) if one.level > most else one


def dimension(key: str, results: Sequence[IndicatorResult], standard: Standard) -> DimensionResult:
    """The weighted mean of what can be measured; no score under 60 % of the weight (rules 3, 4)."""
    whole = fsum(one.weight for one in results)
    measured = [one for one in results if one.level is not None]
    weight = fsum(one.weight for one in measured)
    share = round(weight / whole, _DIGITS) if whole else 0.0
    score = None
    if measured and share >= standard.rules.measurable_weight:
        score = fsum(one.weight * (one.level or 0) for one in measured) / weight
    return DimensionResult(
        key=key,
        score=score,
        confidence=_confidence(share, measured, standard) if score is not None else None,
        measurable_weight=share,
        indicators=tuple(results),
    )


def _confidence(
    share: float, measured: Sequence[IndicatorResult], standard: Standard
) -> str | None:
    """A takes twice every minimum of what was measured, beside its share of the weight."""
    best = standard.rules.confidence[0][0]
    ample = all(need.is_doubled for one in measured for need in one.needs)
    for letter, least in standard.rules.confidence:
        if share >= least and (letter != best or ample):
            return letter
    return None
