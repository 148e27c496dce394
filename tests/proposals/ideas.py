"""Proposals for tests to be about, with who proposed them as the first behind them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from community.accounts.models import Person
from community.clock import local_day, now
from community.db import session, transaction
from community.gatherings.drafts import GatheringDraft
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Kind
from community.libraries.models import Library
from community.outbox.models import OutboxMail
from community.proposals import finding
from community.proposals.backing import Joined
from community.proposals.models import (
    Part,
    Proposal,
    ProposalBacking,
    ProposalDate,
    State,
)
from community.proposals.proposing import Said
from tests.factories import a_member, a_theme, next_week, saved, the_library

DAY = timedelta(days=1)
#: A term that nobody chose.
TERM = timedelta(days=14)


def a_proposal(
    title: str = "Een ochtend over onze tuinen",
    *,
    library: Library | None = None,
    person: Person | None = None,
    themes: tuple[str, ...] = (),
    bring: str = "",
    **fields: Any,
) -> tuple[Proposal, ProposalBacking]:
    """Open and found by its words, unless the test says otherwise; and its own person's backing."""
    of, made = library or the_library(), now()
    who = person or a_member(library=of, name="Karim")
    given = {
        "state": State.OPEN,
        "opened_at": made,
        "answer_by": made + TERM,
        "age_said_at": made,
        "created_at": made,
        **fields,
    }
    proposal = saved(
        Proposal(
            library_id=of.id,
            person_id=who.id,
            title=title,
            themes=[a_theme(slug) for slug in themes],
            **given,
        )
    )
    first = saved(
        ProposalBacking(
            library_id=of.id, proposal_id=proposal.id, person_id=who.id, bring=bring,
            age_said_at=made, seen_from=made, backed_at=made,
        )
    )  # fmt: skip
    with transaction() as tx:
        finding.lay_out(tx, tx.get_one(Proposal, proposal.id))
    return proposal, first


def a_backing(proposal: Proposal, person: Person | None = None, **fields: Any) -> ProposalBacking:
    """Somebody behind it, whose words a librarian has read."""
    who, made = person or a_member(name="Els"), now()
    given = {"age_said_at": made, "seen_from": made, "backed_at": made, **fields}
    return saved(
        ProposalBacking(
            library_id=proposal.library_id, proposal_id=proposal.id, person_id=who.id, **given
        )
    )


def in_days(number: int) -> date:
    return local_day(now()) + timedelta(days=number)


def a_date(proposal: Proposal, days: int = 10, part: Part = Part.AFTERNOON) -> ProposalDate:
    return saved(
        ProposalDate(
            library_id=proposal.library_id, proposal_id=proposal.id, day=in_days(days), part=part
        )
    )


def said(title: str = "Een ochtend over onze tuinen", *themes: str, **fields: Any) -> Said:
    return Said(title=title, theme_ids=frozenset(a_theme(slug).id for slug in themes), **fields)


def joined(bring: str = "", **fields: Any) -> Joined:
    return Joined(bring=bring, is_old_enough=True, **fields)


def a_draft(**fields: Any) -> GatheringDraft:
    given = {"kind": Kind.CONVERSATION, "title": "Onze tuinen", "starts_at": next_week(), **fields}
    return GatheringDraft(**given)


def by(librarian: Person) -> Hand:
    return Hand(librarian, "https://kring.example.org", now())


def do(verb: Any, *args: Any, **kwargs: Any) -> Any:
    """One act in a transaction of its own."""
    with transaction() as tx:
        return verb(tx, *args, **kwargs)


def apart(*rows: Any) -> None:
    """Read, and let go of: threads read the numbers of these, and may not share a session."""
    for row in rows:
        session().refresh(row)
        session().expunge(row)


def the(proposal: Proposal) -> Proposal:
    """As it stands now."""
    session().rollback()
    return session().get_one(Proposal, proposal.id, populate_existing=True)


def owed(news: str = "") -> list[OutboxMail]:
    session().rollback()
    mails = select(OutboxMail).where(OutboxMail.template.startswith(f"proposals/{news}"))
    return list(session().scalars(mails.order_by(OutboxMail.id)))


def readers(news: str) -> list[int]:
    """Who is owed this news, by number."""
    return sorted(mail.person_id for mail in owed(news))


def count(table: Any) -> int:
    session().rollback()
    return session().scalars(select(func.count()).select_from(table)).one()
