"""How long proposals name people. The sentence, the numbers and the answer stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from community.db import changed_rows
from community.keeping.rules import Rule, Words, keep
from community.proposals.models import KEPT, MAY_CONFIRM, Proposal, ProposalBacking, State
from community.words import N_


def forget_names(session: Session, now: datetime) -> int:
    """Who proposed it, who stood behind it and in which words; the number of rows."""
    old = select(Proposal.id).where(Proposal.ended_at <= now - KEPT)
    of_it = ProposalBacking.proposal_id.in_(old)
    named = or_(Proposal.person_id.is_not(None), Proposal.text != "", Proposal.reply != "")
    behind = or_(ProposalBacking.person_id.is_not(None), ProposalBacking.bring != "")
    return sum(
        changed_rows(session, statement)
        for statement in (
            # Who never confirmed it was never counted.
            delete(ProposalBacking).where(of_it, ProposalBacking.confirm_by.is_not(None)),
            update(ProposalBacking).where(of_it, behind).values(person_id=None, bring=""),
            update(Proposal)
            .where(Proposal.ended_at <= now - KEPT, named)
            .values(person_id=None, text="", reply=""),
        )
    )


def forget_unconfirmed(session: Session, now: datetime) -> int:
    """What a stranger typed and nobody confirmed."""
    typed = and_(Proposal.state == State.DRAFT, Proposal.confirm_by <= now)
    return sum(
        changed_rows(session, statement)
        for statement in (
            delete(Proposal).where(typed),
            delete(ProposalBacking).where(ProposalBacking.confirm_by <= now),
        )
    )


NAMES = Rule(
    name="proposals.names",
    order=64,
    words=Words(
        what=N_("What you proposed, or that you supported a proposal and what you brought to it"),
        why=N_(
            "So that something comes of it. Only people who are signed in can see your first "
            "name and what you bring."
        ),
        how_long=N_("%(kept)s after it ended. Then the idea and the numbers stay, without you."),
    ),
    periods={"kept": KEPT},
    forget=forget_names,
)
UNCONFIRMED = Rule(
    name="proposals.unconfirmed",
    order=65,
    words=Words(
        what=N_("A proposal, or that you support one, that you did not confirm by e-mail"),
        why=N_("So that you do not lose your words before you press the button."),
        how_long=N_("%(kept)s. Then it is deleted automatically."),
    ),
    periods={"kept": MAY_CONFIRM},
    forget=forget_unconfirmed,
)


def register(_app: object) -> None:
    keep(NAMES)
    keep(UNCONFIRMED)
