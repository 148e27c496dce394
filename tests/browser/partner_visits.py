"""The pages of partners: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, select

from community.db import session
from community.gatherings.models import Gathering
from community.initiatives import queries as initiatives
from community.partners import list_queries
from community.partners.models import PartnerContact, PartnerGoal, Partnership, QuarterList
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("initiatives.name", LIBRARIAN),
    Visit("initiatives.spoken", LIBRARIAN, of="begun"),
    Visit("my_initiative.show", of="begun"),
    Visit("gatherings_desk.show", LIBRARIAN, of="begun"),
    Visit("confirming.correct"),
    Visit("confirming.show"),
    Visit("confirming.show", language="en"),
    Visit("partner_lists.index", LIBRARIAN),
    Visit("partner_lists.show", LIBRARIAN),
    Visit("partners.contact", LIBRARIAN),
    Visit("partners.edit", LIBRARIAN),
    Visit("partners.goal", LIBRARIAN),
    Visit("partners.index", LIBRARIAN),
    Visit("partners.index", LIBRARIAN, query="q=eenhoornenfluisteraar"),
    Visit("partners.look_back", LIBRARIAN),
    Visit("partners.new", LIBRARIAN),
    Visit("partners.new_contact", LIBRARIAN),
    Visit("partners.show", LIBRARIAN),
    Visit("partners.show", LIBRARIAN, language="en"),
    Visit("partnerships.add", LIBRARIAN),
    Visit("partnerships.change", LIBRARIAN, of="together"),
]


def known(
    library_id: int, visit: Visit, gathering: Gathering
) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    return {
        "partner_id": lambda: partner_id(library_id, visit, gathering),
        "contact_id": lambda: any_of(PartnerContact, library_id),
        "goal_id": lambda: any_of(PartnerGoal, library_id),
        "list_id": lambda: asked(library_id, QuarterList.mailed_to == "").id,
        "line_id": lambda: unanswered(library_id).lines[0].id,
    }


def token(library_id: int, key: str) -> str:
    """Of a list that nobody has answered."""
    return list_queries.token_of(unanswered(library_id), key=key)


def initiation_token(gathering: Gathering, key: str) -> str:
    """Of the question to who began this gathering."""
    found = initiatives.find(session(), gathering.library_id, gathering.id)
    assert found is not None
    return initiatives.token_of(found, key=key)


def unanswered(library_id: int) -> QuarterList:
    return asked(library_id, QuarterList.answered_at.is_(None), QuarterList.mailed_to != "")


def asked(library_id: int, *such: ColumnElement[bool]) -> QuarterList:
    found = select(QuarterList).where(QuarterList.library_id == library_id, *such)
    return session().scalars(found.order_by(QuarterList.id).limit(1)).one()


def partner_id(library_id: int, visit: Visit, gathering: Gathering) -> int:
    """The first partner has one of everything; at a gathering, who makes it with us."""
    row = select(PartnerGoal.partner_id).where(PartnerGoal.library_id == library_id)
    if visit.of == "together":
        row = select(Partnership.partner_id).where(Partnership.gathering_id == gathering.id)
    return session().scalars(row.limit(1)).one()


def any_of(rows: type[PartnerContact | PartnerGoal], library_id: int) -> int:
    return (
        session()
        .scalars(select(rows.id).where(rows.library_id == library_id).order_by(rows.id).limit(1))
        .one()
    )
