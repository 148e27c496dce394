"""What the library answers: yes and a draft of it, no and why, or a question first.

The proposal's row is taken first. Who answers second learns who was before them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.errors import DomainError, NotFound
from community.gatherings import cohosts, hosting
from community.gatherings.drafts import GatheringDraft
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.groups.models import GroupGathering
from community.initiatives import services as initiatives
from community.initiatives.services import Who
from community.moderation import cases
from community.proposals import desk_queries, queries, states, telling
from community.proposals.models import Proposal, Reason, State
from community.words import N_


class AnsweredBefore(DomainError):
    def __init__(self, name: str) -> None:
        super().__init__(N_("%(name)s was just ahead of you, and answered it."), name=name)


class TakenBack(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("The person who proposed it has just withdrawn it."))


class NothingToAnswer(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is nothing to answer here now."))


def plan(
    session: Session,
    library_id: int,
    proposal_id: int,
    draft: GatheringDraft,
    answer: str,
    hand: Hand,
) -> Gathering:
    """Make a draft of it, with who proposed it as co-host, and tell all who stand behind it.

    By the same librarian twice is once.
    """
    by = _librarian(hand)
    proposal = queries.lock(session, library_id, proposal_id)
    if _said_before(proposal, State.PLANNED, by) and proposal.gathering is not None:
        return proposal.gathering
    _must_be_open(session, proposal)
    gathering = hosting.create(session, library_id, draft, hand)
    if proposal.group_id is not None:
        session.add(
            GroupGathering(
                group_id=proposal.group_id, gathering_id=gathering.id, library_id=library_id
            )
        )
    if proposal.person is not None:
        cohosts.invite(session, library_id, gathering.id, proposal.person, hand, tell=False)
    _say_whose_idea(session, proposal, gathering, hand)
    _answered(session, proposal, State.PLANNED, answer, hand)
    proposal.gathering, proposal.told_at = gathering, None
    telling.tell_everybody(session, proposal, "planned", now=hand.now)
    return gathering


def decline(
    session: Session, library_id: int, proposal_id: int, reason: Reason, answer: str, hand: Hand
) -> Proposal:
    """No, with a reason and in words of one's own, to everybody behind it."""
    by = _librarian(hand)
    proposal = queries.lock(session, library_id, proposal_id)
    if _said_before(proposal, State.DECLINED, by):
        return proposal
    _must_be_open(session, proposal)
    _answered(session, proposal, State.DECLINED, answer, hand, reason)
    states.end(session, proposal, State.DECLINED, now=hand.now)
    telling.tell_everybody(session, proposal, "declined", now=hand.now)
    return proposal


def ask(
    session: Session,
    library_id: int,
    proposal_id: int,
    question: str,
    until: datetime,
    *,
    wanted: int | None,
    hand: Hand,
) -> Proposal:
    """A question first, or more people behind it: until then the library waits, and says so."""
    proposal = queries.lock(session, library_id, proposal_id)
    if (proposal.asked, proposal.asked_until, proposal.wanted) == (question, until, wanted):
        return proposal
    _must_be_open(session, proposal)
    proposal.asked, proposal.asked_until, proposal.wanted = question, until, wanted
    proposal.reply = ""
    states.seen_anew(session, proposal)
    telling.tell_everybody(session, proposal, "asked", now=hand.now)
    return proposal


def reply(
    session: Session, library_id: int, proposal_id: int, words: str, *, now: datetime
) -> Proposal:
    """Who proposed it answers what the library asked: it is the library's turn again."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state is not State.OPEN or not proposal.asked:
        raise NothingToAnswer
    proposal.reply = words
    if proposal.asked_until is not None:
        states.its_our_turn(session, proposal, now=now)
    return proposal


def _librarian(hand: Hand) -> Person:
    if hand.by is None:
        raise NotFound
    return hand.by


def _said_before(proposal: Proposal, state: State, by: Person) -> bool:
    return proposal.state is state and proposal.answered_by_id == by.id


def _must_be_open(session: Session, proposal: Proposal) -> None:
    """Only what everybody can see is answered."""
    if proposal.state is State.WITHDRAWN:
        raise TakenBack
    if proposal.state in (State.PLANNED, State.DECLINED, State.DONE):
        raise AnsweredBefore(desk_queries.name_of_librarian(session, proposal) or "?")
    if proposal.state is not State.OPEN or proposal.hidden_at is not None:
        raise NothingToAnswer


def _answered(
    session: Session,
    proposal: Proposal,
    state: State,
    answer: str,
    hand: Hand,
    reason: Reason | None = None,
) -> None:
    by_id = _librarian(hand).id  # Perhaps read now: what is half an answer may not be written yet.
    proposal.state, proposal.answer, proposal.reason = state, answer, reason
    proposal.answered_at, proposal.answered_by_id = hand.now, by_id
    proposal.asked_until = proposal.wanted = None
    states.seen_anew(session, proposal)


def _say_whose_idea(session: Session, proposal: Proposal, gathering: Gathering, hand: Hand) -> None:
    """It counts for who proposed it; not for who works here, whose ideas are the library's."""
    person = proposal.person
    if person is None or cases.is_ours(session, proposal.library_id, person.id):
        return
    who = (
        Who(kind=Initiator.RESIDENT, name=person.first_name)
        if proposal.group is None
        else Who(kind=Initiator.GROUP, name=proposal.group.name, group_id=proposal.group_id)
    )
    initiatives.proposed(
        session, proposal.library_id, gathering.id, who, person.id, proposal.title,
        by_id=_librarian(hand).id, now=hand.now,
    )  # fmt: skip
