"""Saying it in other words while it is open: everybody sees that it was changed, and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts import ages
from community.clock import local_day
from community.errors import DomainError, NotFound
from community.moderation import cases
from community.proposals import queries, states, telling
from community.proposals.models import Proposal, State
from community.words import N_


class IsNotOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This is no longer open: the text is fixed."))


def reword(
    session: Session, library_id: int, proposal_id: int, title: str, text: str, *, now: datetime
) -> Proposal:
    """Who is behind it hears it, once a day; of a comma or a capital nobody does.

    What a librarian hid is looked at again, and stays hidden until then. Whom a librarian marked as
    under 16 says nothing new here, as they propose nothing.
    """
    person_id = queries.get(session, library_id, proposal_id).person_id
    if person_id is not None:
        ages.hold(session, person_id)
        ages.check(session, person_id, now=now)
    proposal = queries.lock(session, library_id, proposal_id)
    if proposal.state in (State.DRAFT, State.WAITING):
        raise NotFound
    if proposal.state is not State.OPEN:
        raise IsNotOpen
    said = proposal.title, proposal.text
    if said == (title, text):
        return proposal
    proposal.title, proposal.text, proposal.edited_at = title, text, now
    states.seen_anew(session, proposal)
    if proposal.hidden_at is not None:
        _ask_for_a_look(session, proposal, now=now)
    elif _bare(*said) != _bare(title, text):
        today = f"{local_day(now):%Y-%m-%d}"
        telling.tell_backers(session, proposal, "changed", once=today, now=now)
    return proposal


def _ask_for_a_look(session: Session, proposal: Proposal, *, now: datetime) -> None:
    if proposal.person_id is not None:
        cases.ask_for_a_look(
            session, proposal.library_id, states.KIND, proposal.id,
            author_id=proposal.person_id, now=now,
        )  # fmt: skip


def _bare(*said: str) -> list[str]:
    """The letters and digits alone: what is the same in these is said the same."""
    return ["".join(filter(str.isalnum, each.casefold())) for each in said]
