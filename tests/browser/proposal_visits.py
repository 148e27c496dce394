"""The pages of proposals: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.proposals import own_queries
from community.proposals.models import Proposal, ProposalBacking, ProposalDate, State
from tests.browser.visit import LIBRARIAN, MANAGER, RESIDENT, Visit
from tests.browser.visits import the_person

VISITS = [
    Visit("own_proposals.by_link"),
    Visit("own_proposals.reword", RESIDENT),
    Visit("own_proposals.reword_by_link"),
    Visit("own_proposals.show", RESIDENT),
    Visit("proposal_backing.by_link"),
    Visit("proposal_backing.join"),
    Visit("proposal_backing.join", RESIDENT),
    Visit("proposal_dates.ask", RESIDENT),
    Visit("proposal_dates.index", RESIDENT),
    Visit("proposal_term.settings", MANAGER),
    Visit("proposal_writing.look_in_your_mail"),
    Visit("proposal_writing.new"),
    Visit("proposal_writing.new", query="zin=Samen+stekjes+ruilen", language="en"),
    Visit("proposal_writing.new", RESIDENT, query="zin=Samen+stekjes+ruilen"),
    Visit("proposals.index"),
    Visit("proposals.index", query="stand=geweest", language="en"),
    Visit("proposals.show"),
    Visit("proposals.show", RESIDENT, language="en"),
    Visit("proposals_desk.index", LIBRARIAN),
    Visit("proposals_desk.plan", LIBRARIAN),
    Visit("proposals_desk.show", LIBRARIAN),
    Visit("proposals_spoken.back", LIBRARIAN),
    Visit("proposals_spoken.back_known", LIBRARIAN),
    Visit("proposals_spoken.propose", LIBRARIAN),
    Visit("proposals_spoken.propose", LIBRARIAN, query="q=a", language="en"),
    Visit("proposals_spoken.propose_known", LIBRARIAN),
]
NO_PAGES = {"proposals.show_by_number": "leads to the page with the title in its address"}


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    days = select(ProposalDate.id).order_by(ProposalDate.id)
    return {
        "proposal_id": lambda: the_proposal(library_id).id,
        "date_id": lambda: (
            session()
            .scalars(days.where(ProposalDate.proposal_id == the_proposal(library_id).id).limit(1))
            .one()
        ),
    }


def slug(library_id: int) -> str:
    return the_proposal(library_id).slug


def the_proposal(library_id: int) -> Proposal:
    """The one of the demo resident, with days to choose from."""
    mine = Proposal.person_id == the_person("bewoner@example.org").id
    found = select(Proposal).where(
        Proposal.library_id == library_id, Proposal.state == State.OPEN, mine
    )
    return session().scalars(found.order_by(Proposal.id).limit(1)).one()


def token(library_id: int, visit: Visit, key: str) -> str:
    if visit.endpoint.startswith("own_proposals."):
        return own_queries.token_of(the_proposal(library_id), key=key)
    behind = select(ProposalBacking).where(
        ProposalBacking.proposal_id == the_proposal(library_id).id
    )
    last = session().scalars(behind.order_by(ProposalBacking.id.desc()).limit(1)).one()
    return own_queries.token_of_backing(last, key=key)
