"""Saying what one would like, and when one cannot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.errors import DomainError
from community.match_rounds import queries
from community.match_rounds.models import MOST_WISHES, Choice, Participant
from community.words import N_

#: In place of the number of a wish: cannot come then.
CANNOT = 0


class ChoosingIsOver(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Choosing is over. Call the library if you still want to tell us."))


class WishedTwice(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("You gave two activities the same number. Give each its own."))


class NothingChosen(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose at least one activity, or press ‘Not this time’."))


def choose(
    session: Session,
    library_id: int,
    round_id: int,
    participant_id: int,
    said: Mapping[int, int],
    *,
    surprise: bool,
    now: datetime,
) -> Participant:
    """Per activity the number of the wish, or that one cannot; all that was said before is gone."""
    participant = _open(session, library_id, round_id, participant_id, now=now)
    wishes = sorted(number for number in said.values() if number != CANNOT)
    if len(set(wishes)) < len(wishes):
        raise WishedTwice
    known = {each.id for each in queries.list_gatherings(session, library_id, round_id)}
    if not wishes and not (surprise and known - said.keys()):
        raise NothingChosen
    session.execute(delete(Choice).where(Choice.participant_id == participant_id))
    # Who chose 1, 3 and 4 means a first, a second and a third wish.
    place = {number: at for at, number in enumerate(wishes, start=1)}
    session.add_all(
        Choice(
            library_id=library_id,
            participant_id=participant_id,
            gathering_id=gathering_id,
            position=None if number == CANNOT else place[number],
        )
        for gathering_id, number in said.items()
        if gathering_id in known and CANNOT <= number <= MOST_WISHES
    )
    participant.answered_at, participant.declines, participant.surprise = now, False, surprise
    return participant


def decline(
    session: Session, library_id: int, round_id: int, participant_id: int, *, now: datetime
) -> Participant:
    """Not this time, which costs nothing later."""
    participant = _open(session, library_id, round_id, participant_id, now=now)
    session.execute(delete(Choice).where(Choice.participant_id == participant_id))
    participant.answered_at, participant.declines, participant.surprise = now, True, False
    return participant


def _open(
    session: Session, library_id: int, round_id: int, participant_id: int, *, now: datetime
) -> Participant:
    found = queries.lock(session, library_id, round_id)
    if not found.is_open(now):
        raise ChoosingIsOver
    return queries.get_participant(session, library_id, round_id, participant_id)
