"""Results of the meetlat made by hand, and stored as the night and the freezing store them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from community.clock import now
from community.db import transaction
from community.libraries.models import Library
from community.meetlat.engine.aggregates import Period
from community.meetlat.engine.levels import dimension
from community.meetlat.engine.results import IndicatorResult, MeetlatResult
from community.meetlat.engine.standard import ONTMOETING, SAMENWERKING, standard
from community.meetlat.engine.stored import dump
from community.meetlat.models import Meting, Standing
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import AssessmentRound, AssessmentSheet
from tests.factories import saved

NOW, BEFORE = date(2026, 10, 31), date(2026, 9, 30)


def a_result(
    ontmoeting: float | None = 3.2,
    samenwerking: float | None = 2.8,
    *,
    until: date = NOW,
    levels: Mapping[str, float | None] | None = None,
    parts: Mapping[str, Mapping[str, float]] | None = None,
) -> MeetlatResult:
    """Every question of a dimension at the same level, but for those in `levels`."""
    made = {
        key: dimension(
            key,
            [
                _indicator(each, (levels or {}).get(each.code, level), (parts or {}).get(each.code))
                for each in standard().of(key)
            ],
            standard(),
        )
        for key, level in ((ONTMOETING, ontmoeting), (SAMENWERKING, samenwerking))
    }
    return MeetlatResult(
        version=standard().version,
        provisional=True,
        period=Period(until.replace(year=until.year - 1), until),
        ontmoeting=made[ONTMOETING],
        samenwerking=made[SAMENWERKING],
    )


def stands(library: Library, result: MeetlatResult | None = None) -> Standing:
    of = result or a_result()
    return saved(
        Standing(
            library_id=library.id,
            until=of.period.until,
            worked_out_at=now(),
            last_activity_id=0,
            version=of.version,
            inputs=b"",
            result=dump(of),
        )
    )


def frozen(library: Library, result: MeetlatResult) -> Meting:
    return saved(
        Meting(
            library_id=library.id,
            until=result.period.until,
            frozen_at=now(),
            version=result.version,
            inputs=b"",
            result=dump(result),
        )
    )


def a_self_assessment(
    library: Library, step: int = 4, *, people: int = 12, seen: bool = True
) -> AssessmentRound:
    """A round that closed, in which so many of three function groups gave everything one step."""
    asked = saved(
        AssessmentRound(
            library_id=library.id,
            name="Najaar",
            closes_on=BEFORE,
            version=standard().version,
            opened_at=now(),
            closed_at=now(),
            revealed_at=now() if seen else None,
        )
    )
    statements = sum(len(block.statements) for block in standard().blocks)
    groups = tuple(FunctionGroup)[:3]
    with transaction() as tx:
        tx.add_all(
            AssessmentSheet(
                library_id=library.id,
                round_id=asked.id,
                function_group=groups[number % 3],
                answers=[step] * statements,
            )
            for number in range(people)
        )
    return asked


def _indicator(of: Any, level: float | None, parts: Mapping[str, float] | None) -> IndicatorResult:
    return IndicatorResult(
        code=of.code,
        weight=of.weight,
        value=None,
        raw=None,
        numerator=None,
        denominator=None,
        level=level,
        uncapped=level,
        held_by=None,
        needs=(),
        parts=parts or {},
    )
