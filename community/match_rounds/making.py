"""Making a match round, and calling it off."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.db import changed_rows, insert_once
from community.errors import DomainError
from community.groups import queries as groups
from community.match_rounds import queries
from community.match_rounds.models import (
    Choice,
    MatchRound,
    Participant,
    Population,
    RoundGathering,
)
from community.outbox.services import owe
from community.words import N_

ASKED = "match_rounds/asked"
#: A seed that fits in every database, and that somebody can read out.
SEEDS = 1_000_000


class OpensTooSoon(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            N_(
                "Sign-up for ‘%(title)s’ opens before people have chosen. Let it open later, or "
                "let choosing end sooner: people who sign up themselves are never moved."
            ),
            title=title,
        )


class NotToBeChosen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("One of these activities can no longer be in a round. Check again."))


class ClosesTooSoon(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("People need time to choose: take a moment that is still to come."))


class NobodyToAsk(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is nobody here who said that the library may invite them."))


class HasEnded(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This round has ended. Nothing can be changed."))


@dataclass(frozen=True, slots=True)
class Draft:
    name: str
    closes_at: datetime
    gatherings: Sequence[int]
    population: Population
    least: int = 0
    group_id: int | None = None
    theme_id: int | None = None


def make(
    session: Session, library_id: int, draft: Draft, *, by_id: int, now: datetime
) -> MatchRound:
    """Begin a round, and ask everybody what they would like: by mail, or the librarian calls.

    Only activities of which sign-up opens after it: a waiting list that runs is never reordered.
    """
    _check(session, library_id, draft, now)
    people = queries.list_people_to_ask(
        session, library_id, draft.population, group_id=draft.group_id, theme_id=draft.theme_id,
        now=now,
    )  # fmt: skip
    if not people:
        raise NobodyToAsk
    made = MatchRound(
        library_id=library_id,
        name=draft.name,
        closes_at=draft.closes_at,
        least=draft.least,
        population=draft.population,
        seed=secrets.randbelow(SEEDS),
        made_by_id=by_id,
        made_at=now,
    )
    session.add(made)
    session.flush()
    for number in draft.gatherings:
        of_round = {"round_id": made.id, "gathering_id": number}
        if not insert_once(session, RoundGathering, library_id=library_id, **of_round):
            raise NotToBeChosen  # Another librarian was sooner.
    asked = [
        Participant(library_id=library_id, round_id=made.id, person_id=person.id, person=person)
        for person in people
    ]
    session.add_all(asked)
    session.flush()
    for participant in asked:
        if participant.person.gets_mail:
            owe_question(session, participant, now=now)
    return made


def _check(session: Session, library_id: int, draft: Draft, now: datetime) -> None:
    if draft.closes_at <= now:
        raise ClosesTooSoon
    possible = {each.id: each for each in queries.list_possible(session, library_id, now=now)}
    for number in draft.gatherings:
        if number not in possible:
            raise NotToBeChosen
        if (possible[number].sign_up_opens_at or now) < draft.closes_at:
            raise OpensTooSoon(possible[number].title)
    if draft.population is Population.GROUP:
        groups.get(session, library_id, draft.group_id or 0)


def owe_question(session: Session, participant: Participant, *, now: datetime) -> None:
    owe(
        session,
        ASKED,
        to=participant.person_id,
        key=f"match_round:{participant.id}:asked",
        library_id=participant.library_id,
        participant_id=participant.id,
        now=now,
    )


def call_off(session: Session, library_id: int, round_id: int, *, now: datetime) -> MatchRound:
    """Nobody is placed, wishes are wiped, and the activities are free for another round."""
    found = queries.lock(session, library_id, round_id)
    if found.published_at is not None:
        raise HasEnded
    if found.called_off_at is None:
        found.called_off_at = now
        session.execute(delete(RoundGathering).where(RoundGathering.round_id == round_id))
        forget_wishes(session, found)
    return found


def forget_wishes(session: Session, found: MatchRound) -> int:
    """Who wanted what; where somebody was placed stays, to know who was left out before."""
    of_round = Choice.participant_id.in_(queries.ids_of_participants(found.id))
    found.plan = None
    return changed_rows(session, delete(Choice).where(of_round))
