"""How the towns stand by their own account: a round that is closed, and elsewhere one that is open.

What people answer is drawn around a mean per function group and building block, so that there is
something to talk about: those who lead see more of it than those at the counter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from community.clock import local_day
from community.demo.rows import Row, add, add_returning_ids, secret
from community.self_assessment import questionnaire
from community.self_assessment.drafts import DONT_KNOW
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.models import (
    AssessmentEvidence,
    AssessmentGroup,
    AssessmentRound,
    AssessmentSheet,
)

OVER, GOING_ON = "vechtdal", "zuidpolder"
#: Per group how many were asked and how many answered, and where they stand per building block.
PEOPLE: Mapping[FunctionGroup, tuple[int, int, tuple[float, ...]]] = {
    FunctionGroup.MANAGEMENT: (4, 4, (3.8, 3.4, 3.3, 4.2, 3.1)),
    FunctionGroup.PROGRAMME: (6, 4, (3.6, 3.2, 3.6, 3.5, 2.8)),
    FunctionGroup.FRONT_OFFICE: (8, 5, (3.0, 2.9, 2.9, 2.8, 2.5)),
    FunctionGroup.VOLUNTEERS: (9, 4, (2.9, 3.5, 3.1, 3.3, 2.6)),
}
#: What stands in the policy plan: who does not write it does not know.
POLICY = 20
#: Statement, group and what shows it.
SHOWN = (
    (1, FunctionGroup.MANAGEMENT, "Het taalcafé: balie en programma samen."),
    (1, FunctionGroup.PROGRAMME, "Elke maand bereiden we samen de open tafel voor."),
    (5, FunctionGroup.VOLUNTEERS, "De breiclub kon meteen terecht in de Tuinkamer."),
    (6, FunctionGroup.PROGRAMME, "Mensen blijven hangen bij de leestafel."),
    (12, FunctionGroup.PROGRAMME, "Na elke dialoog schrijven we drie regels op."),
    (15, FunctionGroup.MANAGEMENT, "Ik schuif zelf elke maand aan bij de open tafel."),
    (16, FunctionGroup.PROGRAMME, "Het Repair Café begon als proef."),
    (24, FunctionGroup.MANAGEMENT, "De cursus van het voorjaar hebben we gestopt."),
)


def add_rounds(
    session: Session, library_id: int, slug: str, librarian: int, *, now: datetime
) -> None:
    """In one town the outcome is there to be talked over, in another people still answer."""
    if slug not in {OVER, GOING_ON}:
        return
    chance = Random(f"zelfmeting van {slug}")  # noqa: S311
    over = slug == OVER
    opened = now - timedelta(days=70 if over else 9)
    closes = local_day(opened) + timedelta(days=21)
    asks = questionnaire.current()
    row: Row = {
        "library_id": library_id,
        "name": f"Zelfmeting {closes.year}" if over else "Eerste zelfmeting",
        "introduction": "We praten er vaak over in het teamoverleg. Nu vragen we het iedereen.",
        "closes_on": closes,
        "version": asks.version,
        "opened_at": opened,
        "opened_by_id": librarian,
        "closed_at": opened + timedelta(days=22) if over else None,
        "revealed_at": opened + timedelta(days=23) if over else None,
    }
    round_id = add_returning_ids(session, AssessmentRound, [row])[0]
    here: Row = {"library_id": library_id, "round_id": round_id}
    add(session, AssessmentGroup, [
        {**here, "function_group": group, "invited": invited, "slips": 0}
        for group, (invited, _answered, _means) in PEOPLE.items()
    ])  # fmt: skip
    add(session, AssessmentSheet, [
        {**here, "id": secret(chance), "function_group": group,
         "answers": _answers(means, group, chance)}
        for group, (_invited, answered, means) in PEOPLE.items()
        for _ in range(answered if over else answered - 2)
    ])  # fmt: skip
    if over:
        add(session, AssessmentEvidence, [
            {**here, "id": secret(chance), "statement": statement, "function_group": group,
             "words": words}
            for statement, group, words in SHOWN
        ])  # fmt: skip


def _answers(means: tuple[float, ...], group: FunctionGroup, chance: Random) -> list[int]:
    steps = [
        min(5, max(1, round(chance.gauss(mean, 0.6)))) if chance.random() > 0.06 else DONT_KNOW
        for mean in means
        for _ in range(5)
    ]
    if group in {FunctionGroup.FRONT_OFFICE, FunctionGroup.VOLUNTEERS} and chance.random() < 0.8:
        steps[POLICY] = DONT_KNOW
    return steps
