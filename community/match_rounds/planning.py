"""From wishes to a plan: the problem for the engine, and what becomes of its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.gatherings.models import Gathering
from community.match_rounds import fitting, queries
from community.match_rounds.making import HasEnded
from community.match_rounds.models import MatchRound, Participant
from community.solves import queries as solve_queries
from community.solves import services as solves
from community.solves.models import Solve
from community.words import N_

KIND = "match_round"
#: What a wish is worth: each less than the one before it; what only fits is worth less than any.
WORTH = (1000, 900, 800, 700, 600)


class NobodyChose(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Nobody has chosen anything yet, so there is nothing to divide."))


def ask_for_plan(
    session: Session, library_id: int, round_id: int, *, by_id: int, now: datetime
) -> Solve:
    """Close the choosing, if it was not, and let the engine divide; places that are kept stay."""
    found = queries.lock(session, library_id, round_id)
    if found.ended_at is not None:
        raise HasEnded
    problem = problem_of(session, found, now=now)
    if not problem["people"] and not _kept(session, found):
        raise NobodyChose
    found.closes_at = min(found.closes_at, now)
    return solves.ask(
        session,
        library_id,
        kind=KIND,
        subject_id=round_id,
        problem=problem,
        wanted_by_id=by_id,
        now=now,
    )


def problem_of(session: Session, found: MatchRound, *, now: datetime) -> dict[str, Any]:
    """In the engine's program form; who is kept has her seat already, and is left out of it."""
    participants = queries.list_participants(session, found.library_id, found.id)
    gatherings = queries.list_gatherings(session, found.library_id, found.id)
    known = {each.id for each in gatherings}
    kept = Counter(
        each.gathering_id for each in participants if each.kept and each.gathering_id in known
    )
    to_place = [
        each for each in participants if each.takes_part and not (each.kept and each.gathering_id)
    ]
    left_out = queries.count_left_out(
        session, found.library_id, [each.person_id for each in to_place], now=now
    )
    return {
        "kind": "assignment",
        "people": [
            {"id": str(each.id), "left_out": left_out.get(each.person_id, 0)} for each in to_place
        ],
        "conversations": [_conversation(each, kept[each.id], found.least) for each in gatherings],
        "pairs": _pairs(session, found.library_id, to_place, gatherings, now=now),
        "seed": found.seed,
    }


def _conversation(gathering: Gathering, kept: int, least: int) -> dict[str, Any]:
    free = max(0, (gathering.seats_free or 0) - kept)
    need = max(0, least - kept - gathering.taken)
    return {"id": str(gathering.id), "capacity": free, "least": need if need <= free else 0}


def _pairs(
    session: Session,
    library_id: int,
    participants: Sequence[Participant],
    gatherings: Sequence[Gathering],
    *,
    now: datetime,
) -> list[list[Any]]:
    surprised = [each.person_id for each in participants if each.surprise]
    fits = fitting.scores(session, surprised, gatherings, now=now)
    lacks = fitting.lacks(
        session, library_id, [each.person_id for each in participants], gatherings
    )
    everything = {each.id for each in gatherings}
    pairs: list[list[Any]] = []
    for each in participants:
        known = {number for number in everything if (each.person_id, number) not in lacks}
        said = {choice.gathering_id: choice.position for choice in each.choices}
        worth = {
            number: WORTH[position - 1]
            for number, position in said.items()
            if position is not None and number in known
        }
        if each.surprise:
            worth |= {
                number: fits[each.person_id, number]
                for number in known - said.keys()
                if (each.person_id, number) in fits
            }
        pairs += [[str(each.id), str(number), score] for number, score in sorted(worth.items())]
    return pairs


def take_over(session: Session, solve: Solve, now: datetime) -> None:
    """Called when the engine is done: everybody who is not kept gets the place it found."""
    found = queries.lock(session, solve.library_id, solve.subject_id)
    if found.ended_at is not None or solve.answer is None:
        return
    placed = {int(who): int(to) for who, to in solve.answer["placed"]}
    asked = {int(person["id"]) for person in solve.problem["people"]}
    for each in queries.list_participants(session, found.library_id, found.id):
        if each.id in asked and not each.kept:
            each.gathering_id = placed.get(each.id)
    found.plan = {
        "made_at": now.isoformat(),
        "proven": solve.answer["proven_optimal"],
        "closed": [int(each) for each in solve.answer["closed"]],
        # Kept here, and wiped from the solve: prices, wishes and scores of this very plan are read
        # back from it by the page. It holds numbers of rows and no words, and goes with the wishes.
        "problem": dict(solve.problem),
    }


def is_solving(session: Session, found: MatchRound) -> bool:
    """Whether the engine thinks about it now."""
    latest = solve_queries.find_latest(session, found.library_id, kind=KIND, subject_id=found.id)
    return latest is not None and latest.ended_at is None


def keep(
    session: Session, library_id: int, round_id: int, participant_id: int, *, kept: bool
) -> Participant:
    """Let somebody's place stay, whatever the next plan is; or let it go."""
    if queries.lock(session, library_id, round_id).ended_at is not None:
        raise HasEnded
    participant = queries.get_participant(session, library_id, round_id, participant_id)
    participant.kept = kept and participant.gathering_id is not None
    return participant


def _kept(session: Session, found: MatchRound) -> bool:
    participants = queries.list_participants(session, found.library_id, found.id)
    return any(each.kept for each in participants)
