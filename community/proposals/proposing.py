"""Proposing something: one sentence, and whatever else somebody wants to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from community.accounts import ages, people
from community.errors import NotFound
from community.groups import member_queries
from community.outbox.services import owe
from community.proposals import own_queries, polling, queries, states
from community.proposals.models import (
    MAY_CONFIRM,
    Part,
    Proposal,
    ProposalBacking,
    Says,
    State,
)
from community.topics import queries as topics

Dates = tuple[tuple[date, Part], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody proposes, as they say it."""

    title: str
    text: str = ""
    language: str = "nl"
    theme_ids: frozenset[int] = frozenset()
    bring: str = ""
    dates: Dates = ()
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stranger:
    """Who is not signed in, as they say."""

    first_name: str
    email: str
    language: str


def propose(
    session: Session,
    library_id: int,
    person_id: int,
    said: Said,
    *,
    is_old_enough: bool,
    is_checked: bool = False,
    now: datetime,
) -> Proposal:
    """As who is signed in; in the same words twice is once. `is_checked`: written down at the desk.

    For a group its contact person alone speaks.
    """
    if said.group_id is not None:
        member_queries.get_contact(session, library_id, said.group_id, person_id)
    proposal = _write(session, library_id, person_id, said, is_old_enough=is_old_enough, now=now)
    return states.hand_in(session, library_id, proposal.id, is_checked=is_checked, now=now)


def propose_by_mail(
    session: Session,
    library_id: int,
    said: Said,
    who: Stranger,
    *,
    is_old_enough: bool,
    now: datetime,
) -> None:
    """Keep the words of who is not signed in until whoever reads that mail says it was them."""
    person = people.find_or_create_person(session, who.email, who.first_name, who.language, now)
    if ages.is_under_age(session, person.id, now=now):
        return  # Nobody learns anything of whose address they type.
    proposal = _write(session, library_id, person.id, said, is_old_enough=is_old_enough, now=now)
    if proposal.state is State.DRAFT:
        proposal.confirm_by = now + MAY_CONFIRM
    owe(
        session,
        "proposals/confirm",
        to=person.id,
        key=f"proposal:{proposal.id}:confirm:{now:%Y-%m-%dT%H}",
        library_id=library_id,
        now=now,
        proposal_id=proposal.id,
    )


def confirm(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> Proposal:
    """By the link in the mail: so the address is theirs, and so are the words."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.person is not None:
        proposal.person.email_confirmed_at = proposal.person.email_confirmed_at or now
    return states.hand_in(session, library_id, proposal_id, now=now)


def _write(
    session: Session,
    library_id: int,
    person_id: int,
    said: Said,
    *,
    is_old_enough: bool,
    now: datetime,
) -> Proposal:
    """A draft of this person, who is the first behind it; or what they propose already."""
    queries.lock_person(session, person_id)
    same = own_queries.find_same(session, library_id, person_id, said.title)
    if same is not None:
        return same
    ages.check(session, person_id, says_so=is_old_enough, now=now)
    proposal = Proposal(
        library_id=library_id,
        person_id=person_id,
        group_id=said.group_id,
        title=said.title,
        text=said.text,
        language=said.language,
        age_said_at=now,
        created_at=now,
        themes=list(topics.list_themes(session, said.theme_ids)),
    )
    if len(proposal.themes) != len(said.theme_ids):
        raise NotFound
    session.add(proposal)
    session.flush()
    first = ProposalBacking(
        library_id=library_id,
        proposal_id=proposal.id,
        person_id=person_id,
        bring=said.bring,
        age_said_at=now,
        confirm_by=now + MAY_CONFIRM,  # Until the proposal is handed in, with which it is sure.
        backed_at=now,
    )
    session.add(first)
    session.flush()
    dates = polling.add(session, proposal, said.dates, now=now)
    polling.vote(session, first, {each.id: Says.YES for each in dates})
    people.belong(session, library_id, person_id, now=now)
    return proposal
