"""From what was counted to what the meetlat says: two bars of eight indicators, no grand total."""

from __future__ import annotations

from community.meetlat.engine.aggregates import Aggregates
from community.meetlat.engine.indicators import COUNTING, Counted, needs, share
from community.meetlat.engine.levels import dimension, hold_in_pairs, level, wilson
from community.meetlat.engine.results import IndicatorResult, MeetlatResult
from community.meetlat.engine.standard import (
    ONTMOETING,
    SAMENWERKING,
    Indicator,
    Rules,
    Standard,
)


def score(aggregates: Aggregates, standard: Standard) -> MeetlatResult:
    """What the meetlat says about a period; the same inputs always give the same result.

    Values are in the indicator's unit (percent, index, number), levels and scores from 1 to 5.
    What does not reach a minimum has no value, no raw share and no level, only its `needs`.
    No errors: with nothing in the log nothing can be measured, and the result says so.
    Source: MEETLAT.md, rules 2 to 5, 8 and 10, and `standard`.
    """
    ontmoeting, samenwerking = (
        dimension(
            key,
            hold_in_pairs(
                [_result(one, aggregates, standard) for one in standard.of(key)], standard
            ),
            standard,
        )
        for key in (ONTMOETING, SAMENWERKING)
    )
    return MeetlatResult(
        version=standard.version,
        provisional=standard.provisional,
        period=aggregates.period,
        ontmoeting=ontmoeting,
        samenwerking=samenwerking,
    )


def _result(indicator: Indicator, aggregates: Aggregates, standard: Standard) -> IndicatorResult:
    counted = COUNTING[indicator.code](aggregates, indicator, standard.rules)
    minimums = needs(indicator, counted.have)
    if not all(need.is_met for need in minimums):
        return IndicatorResult(
            code=indicator.code, weight=indicator.weight, value=None, raw=None, numerator=None,
            denominator=None, level=None, uncapped=None, held_by=None, needs=minimums, parts={},
        )  # fmt: skip
    value, raw = _value(indicator, counted, standard.rules)
    reached = level(value, indicator)
    return IndicatorResult(
        code=indicator.code,
        weight=indicator.weight,
        value=value,
        raw=raw,
        numerator=None if counted.part is None else float(counted.part),
        denominator=None if counted.whole is None else float(counted.whole),
        level=reached,
        uncapped=reached,
        held_by=None,
        needs=minimums,
        # As floats, so that what is stored and read is written again with the same bytes.
        parts={name: float(part) for name, part in counted.parts.items()},
    )


def _value(indicator: Indicator, counted: Counted, rules: Rules) -> tuple[float, float]:
    """What goes through the anchors, and what was found itself."""
    if counted.value is not None:
        return counted.value, counted.value if counted.raw is None else counted.raw
    part, whole = counted.part or 0, counted.whole or 0
    raw = 100 * share(part, whole)
    return (100 * wilson(part, whole, rules.wilson_z), raw) if indicator.bounded else (raw, raw)
