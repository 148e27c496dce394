"""How libraries see themselves, for many at once: of each the round that was looked at last.

Two statements for all of them. What a round comes to is worked out once: its answers never change
after somebody looked, and what comes out holds nothing that may not be shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.self_assessment import questionnaire
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import AssessmentRound, AssessmentSheet
from community.self_assessment.outcome import Outcome, Sheet, outcome

_Answered = tuple[tuple[FunctionGroup, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class SelfAssessed:
    """Scores from 1 to 5 by key of the block; None: not known, or it would say too much."""

    scores: Mapping[str, float | None] = field(default_factory=dict)
    provisional: bool = False


def read(session: Session, library_ids: Collection[int]) -> Mapping[int, SelfAssessed]:
    """Of each of these libraries that has looked at what a round came to."""
    order = (AssessmentRound.closed_at.desc(), AssessmentRound.id.desc())
    ranked = (
        select(
            AssessmentRound.id,
            func.row_number()
            .over(partition_by=AssessmentRound.library_id, order_by=order)
            .label("place"),
        )
        .where(
            AssessmentRound.library_id.in_(library_ids), AssessmentRound.revealed_at.is_not(None)
        )
        .subquery()
    )
    rounds = session.execute(
        select(AssessmentRound.id, AssessmentRound.library_id, AssessmentRound.version)
        .join(ranked, ranked.c.id == AssessmentRound.id)
        .where(ranked.c.place == 1)
    ).all()
    answered: dict[int, list[tuple[FunctionGroup, tuple[int | None, ...]]]] = {}
    sheets = session.execute(
        select(AssessmentSheet.round_id, AssessmentSheet.function_group, AssessmentSheet.answers)
        .where(AssessmentSheet.round_id.in_([each.id for each in rounds]))
        .order_by(AssessmentSheet.id)
    )
    for round_id, group, answers in sheets:
        answered.setdefault(round_id, []).append((group, tuple(answers)))
    return {
        each.library_id: _told(outcome_of(each.version, tuple(answered.get(each.id, ()))))
        for each in rounds
    }


def _told(of: Outcome) -> SelfAssessed:
    return SelfAssessed({block.key: block.score for block in of.blocks}, of.provisional)


@lru_cache(maxsize=256)
def outcome_of(version: str, answered: _Answered) -> Outcome:
    """The same answers are the same outcome. Of which day it is makes no difference here."""
    return outcome(
        [Sheet(group, answers) for group, answers in answered],
        questionnaire.of(version),
        closed_on=date.min,
    )
