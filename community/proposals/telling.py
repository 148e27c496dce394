"""Who hears what of a proposal: one mail to a person for each piece of news, or a call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.outbox.services import owe
from community.proposals import queries
from community.proposals.models import Proposal, ProposalBacking


def tell_everybody(session: Session, proposal: Proposal, news: str, *, now: datetime) -> None:
    """Who proposed it, and all who stand behind it."""
    tell_proposer(session, proposal, news, now=now)
    tell_backers(session, proposal, news, now=now)


def tell_proposer(session: Session, proposal: Proposal, news: str, *, now: datetime) -> None:
    person = session.get(Person, proposal.person_id) if proposal.person_id else None
    if person is None:
        return
    if person.gets_mail:
        _owe(session, proposal, news, person.id, None, now=now)
    elif first := queries.find_bringer(session, proposal):
        first.call_since = first.call_since or now


def tell_backers(
    session: Session, proposal: Proposal, news: str, *, once: str = "", now: datetime
) -> None:
    """Not who proposed it: they hear it as such. `once`: within this it is news but once."""
    session.flush()
    for backing in queries.list_backings(session, proposal.id):
        person = backing.person
        if person is None or person.id == proposal.person_id:
            continue
        if not person.gets_mail:
            backing.call_since = backing.call_since or now
            continue
        _owe(session, proposal, news, person.id, backing, once=once, now=now)


def _owe(
    session: Session,
    proposal: Proposal,
    news: str,
    person_id: int,
    backing: ProposalBacking | None,
    *,
    once: str = "",
    now: datetime,
) -> None:
    """Asked again, or planned again after a draft was thrown away, is news again."""
    owe(
        session,
        f"proposals/{news}",
        to=person_id,
        key=f"proposal:{proposal.id}:{news}:{person_id}:{once or now.isoformat()}",
        library_id=proposal.library_id,
        now=now,
        proposal_id=proposal.id,
        backing_id=backing.id if backing else None,
    )
