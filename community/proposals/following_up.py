"""What the clock does for proposals: remind, tell what is in the agenda, and end.

Each asks what is due, takes the proposal's row and looks again: a second runner changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.clock import local_day
from community.gatherings.models import GatheringStatus
from community.outbox.services import owe
from community.proposals import desk_queries, queries, states, telling
from community.proposals.models import State

#: So long before its end the librarians are reminded of the term.
SOON = timedelta(days=3)


def remind(session: Session, *, now: datetime) -> int:
    """Mail the librarians of what has to be answered before long, and of what is late; once each.

    One mail to each of them a day, whatever the number.
    """
    due = desk_queries.list_to_remind(session, soon=now + SOON, now=now)
    for proposal in due:
        proposal.reminded_at = proposal.reminded_at or now
        if proposal.is_late(now):
            proposal.late_told_at = now
    for library_id in sorted({proposal.library_id for proposal in due}):
        for person in desk_queries.list_librarians(session, library_id):
            owe(
                session,
                "proposals/due",
                to=person.id,
                key=f"proposals:due:{library_id}:{person.id}:{local_day(now)}",
                library_id=library_id,
                now=now,
            )
    return len(due)


def give_up(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> None:
    """What the library asked for did not come in time: so it ends, and everybody is told."""
    proposal = queries.lock(session, library_id, proposal_id)
    until = proposal.asked_until
    if proposal.state is not State.OPEN or until is None or until > now:
        return
    states.end(session, proposal, State.EXPIRED, now=now)
    telling.tell_everybody(session, proposal, "expired", now=now)


def tell_of_agenda(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> None:
    """It is in the agenda: who stands behind it can sign up now. Nobody is signed up for them."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state is not State.PLANNED or proposal.told_at is not None:
        return
    proposal.told_at = now
    telling.tell_everybody(session, proposal, "goes_on", now=now)


def finish(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> None:
    """The gathering is behind us; called off it was not done, and ends as it was planned."""
    proposal = queries.lock(session, library_id, proposal_id)
    gathering = proposal.gathering
    if proposal.state is not State.PLANNED or gathering is None or gathering.ends_at > now:
        return
    took_place = gathering.status is not GatheringStatus.CANCELLED
    states.end(session, proposal, State.DONE if took_place else State.PLANNED, now=now)


def owe_again(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> None:
    """The draft was thrown away, so nothing is planned: the library owes an answer again."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state is State.PLANNED and proposal.gathering_id is None:
        states.its_our_turn(session, proposal, now=now)
        proposal.answered_at = proposal.answered_by_id = None
        proposal.answer = ""
