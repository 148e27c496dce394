"""Publishing a plan: sign-ups by the house's own door, and news for who was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.errors import DomainError
from community.gatherings import seats, sign_ups
from community.gatherings.models import Gathering, GatheringStatus
from community.match_rounds import planning, queries
from community.match_rounds.making import HasEnded
from community.match_rounds.models import MatchRound, Participant
from community.outbox.services import owe
from community.words import N_

LEFT_OUT = "match_rounds/left_out"


class NoPlanYet(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is no plan yet, or it is still being made."))


class NoRoomAnyMore(DomainError):
    def __init__(self, title: str) -> None:
        super().__init__(
            N_("‘%(title)s’ no longer has room for everyone in this plan. Make the plan again."),
            title=title,
        )


def publish(session: Session, library_id: int, round_id: int, *, now: datetime) -> MatchRound:
    """Sign everybody up where the plan places them; all of them, or nobody.

    Every gathering is locked first, in one order, and has to have the room. A sign-up mails its
    person as it always does; who was left out hears it from us, and goes first next time.
    """
    found = queries.lock(session, library_id, round_id)
    if found.published_at is not None:
        return found
    if found.called_off_at is not None:
        raise HasEnded
    if found.plan is None or planning.is_solving(session, found):
        raise NoPlanYet
    participants = queries.list_participants(session, library_id, round_id)
    takes_part = [each for each in participants if each.takes_part]
    _sign_up(session, library_id, [each for each in takes_part if each.gathering_id], now=now)
    for each in takes_part:
        if each.gathering_id is None and each.person.gets_mail:
            _owe_regret(session, each, now=now)
    found.published_at = now
    return found


def _sign_up(
    session: Session, library_id: int, placed: Sequence[Participant], *, now: datetime
) -> None:
    people = Counter(each.gathering_id for each in placed if each.gathering_id)
    for gathering_id in sorted(people):
        _check_room(seats.lock(session, gathering_id, library_id), people[gathering_id], now)
    for each in sorted(placed, key=lambda one: (one.gathering_id or 0, one.id)):
        sign_ups.sign_up(
            session,
            library_id,
            each.gathering_id or 0,
            each.person,
            confirmed=True,
            at_desk=True,
            now=now,
        )


def _check_room(gathering: Gathering, people: int, now: datetime) -> None:
    """Nobody waits who would be passed, and everybody fits."""
    on = gathering.status is GatheringStatus.PUBLISHED and not gathering.has_begun(now)
    if not on or not seats.has_room(gathering, people):
        raise NoRoomAnyMore(gathering.title)


def _owe_regret(session: Session, participant: Participant, *, now: datetime) -> None:
    owe(
        session,
        LEFT_OUT,
        to=participant.person_id,
        key=f"match_round:{participant.id}:left_out",
        library_id=participant.library_id,
        participant_id=participant.id,
        now=now,
    )
