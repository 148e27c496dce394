"""Problems of assignment as they come in by JSON, and plans as they go out (MATCHING)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from community.matching.engine.assignment.problem import (
    AssignmentPlan,
    AssignmentProblem,
    Seats,
    Seeker,
)
from community.matching.engine.assignment.sound import check
from community.matching.engine.form import Fields, list_of, of_length, text, texts, whole
from community.matching.engine.wrong import WrongProblem


def read(data: Mapping[str, Any]) -> AssignmentProblem:
    """The problem that a JSON object with `"kind": "assignment"` describes.

    Everything has the default that MATCHING gives. WrongProblem, with one sentence, for an unknown
    key, a value of the wrong kind, or a problem that makes no sense.
    """
    fields = Fields(data, "the problem", _KEYS)
    if fields.take("kind", text) != "assignment":
        raise WrongProblem('The kind must be "assignment".')
    problem = AssignmentProblem(
        people=fields.take("people", list_of(_seeker)),
        conversations=fields.take("conversations", list_of(_seats)),
        pairs=fields.take("pairs", list_of(_scored)),
        overlaps=fields.take("overlaps", list_of(_pair), ()),
        together=fields.take("together", list_of(texts), ()),
        seed=fields.take("seed", whole, 0),
    )
    check(problem)
    return problem


def written(plan: AssignmentPlan) -> dict[str, Any]:
    """The plan as a JSON object, in the words and the order of MATCHING."""
    prices = plan.certificate
    return {
        "kind": "assignment",
        "placed": [list(pair) for pair in plan.placed],
        "unplaced": {person: list(contested) for person, contested in plan.unplaced.items()},
        "closed": list(plan.closed),
        "people_placed": plan.people_placed,
        "score": plan.score,
        "proven_optimal": plan.proven_optimal,
        "big": plan.big,
        "certificate": prices
        and {"people": dict(prices.people), "conversations": dict(prices.conversations)},
        "fairness": {"worst_rank": plan.worst_rank, "mean_rank": plan.mean_rank},
        "seconds": plan.seconds,
    }


_KEYS = ("kind", "people", "conversations", "pairs", "overlaps", "together", "seed")


def _seeker(value: Any, where: str) -> Seeker:
    fields = Fields(value, where, ("id", "left_out", "seats"))
    return Seeker(
        id=fields.take("id", text),
        left_out=fields.take("left_out", whole, 0),
        seats=fields.take("seats", whole, 1),
    )


def _seats(value: Any, where: str) -> Seats:
    fields = Fields(value, where, ("id", "capacity", "least"))
    return Seats(
        id=fields.take("id", text),
        capacity=fields.take("capacity", whole),
        least=fields.take("least", whole, 0),
    )


def _pair(value: Any, where: str) -> tuple[str, str]:
    one, other = of_length(value, 2, where)
    return text(one, where), text(other, where)


def _scored(value: Any, where: str) -> tuple[str, str, int]:
    person, to, score = of_length(value, 3, where)
    return text(person, where), text(to, where), whole(score, where)
