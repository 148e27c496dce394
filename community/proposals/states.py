"""How a proposal comes to stand open, and how it ends. Doing the same thing twice changes nothing.

Whoever changes a state holds the proposal's row.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.accounts import ages
from community.errors import DomainError
from community.libraries import versions
from community.moderation import cases
from community.proposals import finding, own_queries, queries, telling
from community.proposals.models import Proposal, State
from community.proposals.terms import term_from
from community.words import N_

#: What moderation knows a proposal by, and what somebody brings.
KIND, KIND_OF_BACKING = "proposal", "proposal_backing"
#: So many a week, so that the others are heard as well.
MOST_IN_A_WEEK = 3
_WEEK = timedelta(days=7)


class EnoughForThisWeek(DomainError):
    status = 429

    def __init__(self) -> None:
        super().__init__(
            N_("You proposed three things this week. Keep the next one for a week from now.")
        )


class IsAnswered(DomainError):
    def __init__(self) -> None:
        super().__init__(
            N_("The library has already answered this. E-mail or call us if something has changed.")
        )


def hand_in(
    session: Session, library_id: int, proposal_id: int, *, is_checked: bool = False, now: datetime
) -> Proposal:
    """Who had it wants it to be seen: at once, or, of somebody new, when a librarian read it."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state is not State.DRAFT or proposal.person_id is None:
        return proposal
    queries.lock_person(session, proposal.person_id)
    ages.check(session, proposal.person_id, now=now)
    ages.keep_said(session, proposal.person_id, proposal.age_said_at)
    if (
        own_queries.count_since(session, library_id, proposal.person_id, now - _WEEK)
        >= MOST_IN_A_WEEK
    ):
        raise EnoughForThisWeek
    proposal.confirm_by, proposal.created_at = None, now
    bringer = queries.find_bringer(session, proposal)
    if bringer is not None:
        bringer.confirm_by = None
    may_open = is_checked or not cases.must_wait(session, library_id, proposal.person_id, KIND)
    if may_open and proposal.hidden_at is None:
        _open(session, proposal, now=now)
        return proposal
    proposal.state = State.WAITING
    cases.ask_for_a_look(
        session, library_id, KIND, proposal.id, author_id=proposal.person_id, now=now
    )
    return proposal


def let_through(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> Proposal:
    """A librarian read it and says yes: what waited opens, what was hidden is seen again."""
    proposal = queries.lock(session, library_id, proposal_id)
    proposal.hidden_at, proposal.hidden_why = None, ""
    if proposal.state is State.WAITING:
        if proposal.person_id is not None:
            ages.check(session, proposal.person_id, now=now)
        _open(session, proposal, now=now)
        telling.tell_proposer(session, proposal, "opened", now=now)
    else:
        seen_anew(session, proposal)
    return proposal


def hide(
    session: Session, library_id: int, proposal_id: int, *, why: str, now: datetime
) -> Proposal:
    """From now on its person and librarians alone see it, whatever its state."""
    proposal = queries.lock(session, library_id, proposal_id)
    proposal.hidden_at, proposal.hidden_why = proposal.hidden_at or now, why
    seen_anew(session, proposal)
    return proposal


def withdraw(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> Proposal:
    """Who had it takes it back, as long as the library has not answered; the backers are told."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state is State.WITHDRAWN:
        return proposal
    if proposal.state not in (State.DRAFT, State.WAITING, State.OPEN):
        raise IsAnswered
    if proposal.state is State.WAITING:
        cases.withdraw(session, library_id, KIND, proposal.id, now=now)
    was_open = proposal.state is State.OPEN
    end(session, proposal, State.WITHDRAWN, now=now)
    if was_open and proposal.hidden_at is None:
        telling.tell_backers(session, proposal, "withdrawn", now=now)
    return proposal


def its_our_turn(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """What the library asked for is there, or what it planned is not: its term begins anew."""
    proposal.answer_by = term_from(session, proposal.library_id, now)
    proposal.state = State.OPEN
    proposal.asked_until = proposal.wanted = None
    proposal.reminded_at = proposal.late_told_at = None
    seen_anew(session, proposal)


def end(session: Session, proposal: Proposal, state: State, *, now: datetime) -> None:
    """Nothing more comes of it."""
    proposal.state, proposal.ended_at = state, now
    proposal.confirm_by = proposal.asked_until = None
    seen_anew(session, proposal)


def make_nameless(session: Session, proposal: Proposal) -> None:
    """What the library has answered stays, without whose it was."""
    first = queries.find_bringer(session, proposal)
    if first is not None:
        first.person_id, first.bring = None, ""
    proposal.person_id = None
    seen_anew(session, proposal)


def seen_anew(session: Session, proposal: Proposal) -> None:
    """After a change: it is found by what it says now, or no more, and pages are made again."""
    finding.lay_out(session, proposal)
    versions.pages_changed(session, proposal.library_id)


def _open(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """For the first time: from now on it is found, and the library's term begins."""
    proposal.answer_by = term_from(session, proposal.library_id, now)
    proposal.state, proposal.opened_at = State.OPEN, now
    bringer = queries.find_bringer(session, proposal)
    if bringer is not None:
        bringer.seen_from = now
    seen_anew(session, proposal)
