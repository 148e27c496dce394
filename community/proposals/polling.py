"""The date poll: which days, and who can when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.clock import local_day
from community.db import insert_once
from community.errors import DomainError, NotFound
from community.libraries import versions
from community.proposals import queries
from community.proposals.models import (
    MOST_DATES,
    Part,
    Proposal,
    ProposalBacking,
    ProposalDate,
    ProposalVote,
    Says,
    State,
)
from community.words import N_

#: As long as a date can still be chosen.
_OPEN = (State.DRAFT, State.WAITING, State.OPEN)


class TooManyDates(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(
            N_("Choose at most %(most)s dates, so that it stays clear."),
            most=MOST_DATES,
        )


class DateIsPast(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("This is in the past. Choose a date that is still to come."))


class PollIsClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The dates are fixed: the library has answered, or it was withdrawn."))


def add_dates(
    session: Session,
    library_id: int,
    proposal_id: int,
    dates: Iterable[tuple[date, Part]],
    *,
    now: datetime,
) -> Proposal:
    """Days to choose from besides. One that is there already changes nothing."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state not in _OPEN:
        raise PollIsClosed
    add(session, proposal, dates, now=now)
    versions.pages_changed(session, library_id)
    return proposal


def add(
    session: Session, proposal: Proposal, dates: Iterable[tuple[date, Part]], *, now: datetime
) -> list[ProposalDate]:
    """All dates that there are then. Who calls this holds the proposal, so that six stay six."""
    for day, part in dates:
        if day < local_day(now):
            raise DateIsPast
        insert_once(
            session, ProposalDate, library_id=proposal.library_id, proposal_id=proposal.id,
            day=day, part=part,
        )  # fmt: skip
    all_of_them = list(queries.list_dates(session, proposal.id))
    if len(all_of_them) > MOST_DATES:
        raise TooManyDates
    return all_of_them


def remove_date(session: Session, library_id: int, proposal_id: int, date_id: int) -> Proposal:
    """With what people said of it. Taking it out twice changes nothing."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state not in _OPEN:
        raise PollIsClosed
    session.execute(
        delete(ProposalDate).where(
            ProposalDate.id == date_id, ProposalDate.proposal_id == proposal.id
        )
    )
    versions.pages_changed(session, library_id)
    return proposal


def vote(session: Session, backing: ProposalBacking, votes: Mapping[int, Says]) -> None:
    """What somebody says of the dates from now on; of what is not there, nothing is kept."""
    there = {each.id for each in queries.list_dates(session, backing.proposal_id)}
    if not votes.keys() <= there:
        raise NotFound
    session.execute(delete(ProposalVote).where(ProposalVote.backing_id == backing.id))
    session.add_all(
        ProposalVote(
            date_id=date_id, backing_id=backing.id, library_id=backing.library_id, says=says
        )
        for date_id, says in sorted(votes.items())
    )
    session.flush()
