"""Getting behind a proposal, saying what one brings and when one can, and stepping back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import ages, people
from community.db import as_row, insert_once
from community.errors import DomainError, NotFound
from community.libraries import versions
from community.moderation import cases
from community.outbox.services import owe
from community.proposals import polling, queries, states
from community.proposals.models import (
    MAY_CONFIRM,
    Proposal,
    ProposalBacking,
    Says,
    State,
)
from community.proposals.proposing import Stranger
from community.proposals.states import KIND_OF_BACKING
from community.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What somebody says who gets behind it."""

    bring: str = ""
    votes: Mapping[int, Says] = field(default_factory=dict)
    is_old_enough: bool = False


class NoLongerOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("You can no longer support this. See what became of it."))


class YouProposedIt(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("You proposed this yourself. You can withdraw the whole proposal."))


def back(
    session: Session,
    library_id: int,
    proposal_id: int,
    person_id: int,
    joined: Joined,
    *,
    is_checked: bool = False,
    now: datetime,
) -> ProposalBacking:
    """As who is signed in: once a person. Saying it again changes what they bring and can.

    `is_checked`: written down at the desk.
    """
    proposal = _open(session, library_id, proposal_id)
    ages.hold(session, person_id)
    backing = _of(session, proposal, person_id, now=now)
    _sure(session, proposal, backing, now=now)
    _say(session, proposal, backing, joined, is_checked=is_checked, now=now)
    people.belong(session, library_id, person_id, now=now)
    return backing


def back_by_mail(
    session: Session,
    library_id: int,
    proposal_id: int,
    joined: Joined,
    who: Stranger,
    *,
    now: datetime,
) -> None:
    """Keep it until whoever reads that mail says it was them; who stands behind it, stays so."""
    proposal = _open(session, library_id, proposal_id)
    person = people.find_or_create_person(session, who.email, who.first_name, who.language, now)
    if joined.bring and ages.is_under_age(session, person.id, now=now):
        return  # Nobody learns anything of whose address they type.
    backing = _of(session, proposal, person.id, now=now)
    if backing.confirm_by is not None:
        backing.confirm_by = now + MAY_CONFIRM
        _note(session, backing, joined, now=now)
        polling.vote(session, backing, joined.votes)
    owe(
        session,
        "proposals/confirm_backing",
        to=person.id,
        key=f"proposal_backing:{backing.id}:confirm:{now:%Y-%m-%dT%H}",
        library_id=library_id,
        now=now,
        backing_id=backing.id,
    )


def confirm(
    session: Session, library_id: int, backing_id: int, joined: Joined | None, *, now: datetime
) -> ProposalBacking:
    """By the link in the mail: they are behind it. `joined`: they say it differently now."""
    proposal_id = queries.proposal_of_backing(session, library_id, backing_id)
    proposal = _open(session, library_id, proposal_id)
    queries.hold_backer(session, backing_id)
    backing = queries.lock_backing(session, library_id, backing_id)
    if backing.person is None:
        raise NotFound
    backing.person.email_confirmed_at = backing.person.email_confirmed_at or now
    was_typed = Joined(
        bring=backing.bring,
        votes=_votes(session, backing),
        is_old_enough=backing.age_said_at is not None,
    )
    _sure(session, proposal, backing, now=now)
    _say(session, proposal, backing, joined or was_typed, now=now)
    people.belong(session, library_id, backing.person.id, now=now)
    return backing


def leave(
    session: Session, library_id: int, proposal_id: int, person_id: int, *, now: datetime
) -> None:
    """From now on they are not behind it, and what they said is gone. Twice changes nothing."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.person_id == person_id:
        raise YouProposedIt
    backing = queries.find_backing(session, proposal.id, person_id)
    if backing is None:
        return
    held = queries.lock_backing(session, library_id, backing.id)
    cases.withdraw(session, library_id, KIND_OF_BACKING, held.id, now=now)
    session.delete(held)
    versions.pages_changed(session, library_id)


def bring_hidden(
    session: Session, library_id: int, backing_id: int, *, why: str, now: datetime
) -> None:
    backing = queries.lock_backing(session, library_id, backing_id)
    backing.hidden_at, backing.hidden_why = backing.hidden_at or now, why


def show_nothing_of(session: Session, person_id: int, now: datetime) -> None:
    """A librarian says that this person is under 16: nobody reads what they bring."""
    for library_id, backing_id in queries.list_shown_of(session, person_id):
        queries.lock_backing(session, library_id, backing_id).seen_from = None
        versions.pages_changed(session, library_id)


def bring_allowed(session: Session, library_id: int, backing_id: int, *, now: datetime) -> None:
    queries.hold_backer(session, backing_id)
    backing = queries.lock_backing(session, library_id, backing_id)
    if backing.person_id is not None:
        ages.check(session, backing.person_id, now=now)
    backing.seen_from = backing.seen_from or now
    backing.hidden_at, backing.hidden_why = None, ""


def _open(session: Session, library_id: int, proposal_id: int) -> Proposal:
    """The proposal, held: so whoever gets behind it now is told what the library answers."""
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.hidden_at is not None or proposal.state in (State.DRAFT, State.WAITING):
        raise NotFound
    if proposal.state is not State.OPEN:
        raise NoLongerOpen
    return proposal


def _of(session: Session, proposal: Proposal, person_id: int, *, now: datetime) -> ProposalBacking:
    """Somebody's one row, which is made unconfirmed when there is none."""
    row = ProposalBacking(
        library_id=proposal.library_id, proposal_id=proposal.id, person_id=person_id,
        confirm_by=now + MAY_CONFIRM, backed_at=now,
    )  # fmt: skip
    insert_once(session, ProposalBacking, **as_row(row))
    backing = queries.find_backing(session, proposal.id, person_id)
    if backing is None:
        raise NotFound
    return queries.lock_backing(session, proposal.library_id, backing.id)


def _sure(session: Session, proposal: Proposal, backing: ProposalBacking, *, now: datetime) -> None:
    """It counts from now on; with enough people the library's own term begins anew."""
    if backing.confirm_by is None:
        return
    backing.confirm_by, backing.backed_at = None, now
    session.flush()
    wanted = proposal.wanted
    if wanted and queries.count_backers(session, [proposal.id]).get(proposal.id, 0) >= wanted:
        states.its_our_turn(session, proposal, now=now)


def _say(
    session: Session,
    proposal: Proposal,
    backing: ProposalBacking,
    joined: Joined,
    *,
    is_checked: bool = False,
    now: datetime,
) -> None:
    """What they bring, which others read when a librarian has, or need not; and when they can."""
    was_read = backing.bring if backing.seen_from is not None else ""
    _note(session, backing, joined, now=now)
    if backing.bring and backing.person_id is not None:
        ages.keep_said(session, backing.person_id, backing.age_said_at or now)
    polling.vote(session, backing, joined.votes)
    versions.pages_changed(session, proposal.library_id)
    person_id = backing.person_id
    if person_id is None or backing.bring == was_read:
        return
    case = (session, proposal.library_id, KIND_OF_BACKING)
    if not backing.bring:
        cases.withdraw(*case, backing.id, now=now)
        return
    waits = not is_checked and cases.must_wait(
        session, proposal.library_id, person_id, KIND_OF_BACKING
    )
    backing.seen_from = None if waits else now
    if waits or backing.hidden_at is not None:
        cases.ask_for_a_look(*case, backing.id, author_id=person_id, now=now)


def _note(session: Session, backing: ProposalBacking, joined: Joined, *, now: datetime) -> None:
    """What one brings is a small offer: nobody under 16 makes one."""
    if joined.bring and backing.person_id is not None:
        says_so = joined.is_old_enough or backing.age_said_at is not None
        ages.check(session, backing.person_id, says_so=says_so, now=now)
        backing.age_said_at = backing.age_said_at or now
    backing.bring = joined.bring
    session.flush()


def _votes(session: Session, backing: ProposalBacking) -> Mapping[int, Says]:
    return dict(queries.votes_of(session, backing.id))
