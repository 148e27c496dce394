"""The rounds of a gathering as its tables see them: what is asked, and for how long. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from community.formats.models import GatheringFormat
from community.gatherings.models import Gathering
from community.table_notes.models import MOST_ROUNDS, RoundClock
from community.table_plans.models import TablePlan


@dataclass(frozen=True, slots=True)
class Round:
    number: int  #: Counted from 1.
    question: str
    minutes: int | None = None  #: None: as long as it takes.


def rounds_of(
    gathering: Gathering, taken: GatheringFormat | None, plan: TablePlan | None
) -> tuple[Round, ...]:
    """As the format says, else the table plan; with neither one round about the title."""
    if taken is not None and taken.content.rounds:
        usual = taken.main_question or gathering.title
        return tuple(
            Round(number, each.question or usual, each.minutes)
            for number, each in enumerate(taken.content.rounds[:MOST_ROUNDS], 1)
        )
    if plan is not None:
        return tuple(
            Round(number + 1, plan.topic(number) or gathering.title, plan.round_minutes)
            for number in range(plan.rounds)
        )
    return (Round(1, gathering.title),)


def current(rounds: Sequence[Round], clock: RoundClock | None, asked: int | None = None) -> Round:
    """Where the clock is. As long as nobody set it, the table says itself which round it is in."""
    number = clock.round_no if clock and clock.round_no else asked or 1
    return rounds[min(max(number, 1), len(rounds)) - 1]
