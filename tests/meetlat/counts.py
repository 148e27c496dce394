"""Counts of made-up libraries, for the tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from community.meetlat.engine.aggregates import (
    Aggregates,
    Area,
    Judgements,
    Occasion,
    Organisation,
    PartnerShare,
    People,
    Period,
)
from community.meetlat.engine.levels import dimension
from community.meetlat.engine.results import DimensionResult, IndicatorResult, MeetlatResult, Need
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import Standard, standard

PERIOD = Period(date(2025, 4, 1), date(2026, 3, 31))
AREA = Area(
    ages={"0-12": 1000, "31-45": 1000, "65+": 1000},
    places={"7731": 1500, "7732": 1500},
)


def an_occasion(no: int = 0, **fields: Any) -> Occasion:
    """A conversation of the library for fourteen people, of whom nothing more is known."""
    plain = {
        "gathering_ids": (no,),
        "day": PERIOD.since + timedelta(days=no % 360),
        "branch_id": 1,
        "series_id": None,
        "kind": "dialogue",
        "conversational": True,
        "sensitive": False,
        "initiator": "library",
        "initiator_no": None,
        "head_count": 14,
        "estimated": False,
        "checked_in": 0,
        "ages": {},
        "places": {},
        "first_time": 0,
        "been_before": 0,
        "pulse": "none",
        "pulse_answers": 0,
        "pulse_met_someone": 0,
        "harvest": 0,
        "partners": (),
        "teams": 1,
        "front_line": False,
        "edited_late": 0,
    }
    return Occasion(**{**plain, **fields})


def occasions(number: int, **fields: Any) -> tuple[Occasion, ...]:
    return tuple(an_occasion(no, **fields) for no in range(number))


def with_partner(*organisations: int, confirmed: bool = False, brought: bool = False) -> Any:
    """The partners of an occasion."""
    return tuple(PartnerShare(no, confirmed, brought) for no in organisations)


def an_organisation(no: int = 0, **fields: Any) -> Organisation:
    plain = {
        "no": no,
        "partner_ids": (no,),
        "sector": "education",
        "joint": 0,
        "contacts": 1,
        "brought_and_confirmed": 0,
        "goal_complete": False,
        "joint_before": 0,
    }
    return Organisation(**{**plain, **fields})


def organisations(number: int, **fields: Any) -> tuple[Organisation, ...]:
    return tuple(an_organisation(no, **fields) for no in range(number))


def people(**fields: int) -> People:
    nobody = {
        "history_days": 400, "unique": 0, "new": 0, "cohort": 0, "returned": 0, "acquainted": 0,
    }  # fmt: skip
    return People(**{**nobody, **fields})


def judgements(
    asked: int = 0,
    given: int = 0,
    sums: tuple[int, int, int] = (0, 0, 0),
    answers: tuple[int, int, int] | None = None,
) -> Judgements:
    return Judgements(
        asked=asked,
        given=given,
        sums=sums,
        answers=(given, given, given) if answers is None else answers,
    )


def a_library(**parts: Any) -> Aggregates:
    """Where nothing happened but what is given."""
    nothing = {
        "period": PERIOD,
        "people": people(),
        "occasions": (),
        "organisations": (),
        "judgements": judgements(),
        "area": AREA,
        "log_days": 800,
    }
    return Aggregates(**{**nothing, **parts})


def indicator(result: MeetlatResult, code: str) -> IndicatorResult:
    """The one with this code."""
    return next(one for part in result.dimensions for one in part.indicators if one.code == code)


def found(code: str, aggregates: Aggregates, of: Standard | None = None) -> IndicatorResult:
    """What is said of one indicator."""
    return indicator(score(aggregates, of or standard()), code)


def without_minimums(of: Standard) -> Standard:
    """The same meetlat, that measures however little there is."""
    return replace(
        of,
        indicators=tuple(replace(one, least=dict.fromkeys(one.least, 0)) for one in of.indicators),
    )


def a_result(code: str, level: float | None, **fields: Any) -> IndicatorResult:
    """One indicator that reached this level, with all it takes twice over."""
    met = {
        "code": code,
        "weight": standard().indicator(code).weight,
        "value": level,
        "raw": level,
        "numerator": None,
        "denominator": None,
        "level": level,
        "uncapped": level,
        "held_by": None,
        "needs": (Need("activities", 0 if level is None else 20, 10),),
        "parts": {},
    }
    return IndicatorResult(**{**met, **fields})


def a_dimension(**levels: float | None) -> DimensionResult:
    """A dimension with these levels; what is not named cannot be measured."""
    key = "ontmoeting" if next(iter(levels)).startswith("O") else "samenwerking"
    return dimension(
        key, [a_result(one.code, levels.get(one.code)) for one in standard().of(key)], standard()
    )
