"""The pages of harvests: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.harvests import links
from community.harvests.models import Harvest, HarvestItem, HarvestReader, QuoteConsent, State
from tests.browser.visit import LIBRARIAN, Visit

VISITS = [
    Visit("harvest_quotes.asked"),
    Visit("harvest_readers.show"),
    Visit("harvest_readers.show", language="en"),
    Visit("harvests_desk.show", LIBRARIAN),
    Visit("harvests_desk.show", LIBRARIAN, of="draft", language="en"),
    Visit("harvests_paper.sheet", LIBRARIAN),
    Visit("harvests_paper.table_sheets", LIBRARIAN),
    Visit("harvests_revising.edit", LIBRARIAN),
    Visit("harvests_revising.name", LIBRARIAN),
    Visit("harvests_revising.revise", LIBRARIAN, of="published"),
]


def known(library_id: int, visit: Visit, key: str) -> Mapping[str, Callable[[], object]]:
    """The one that was shown to who was there, unless the visit is of another."""
    state = State(visit.of) if visit.of in set(State) else State.PRESENTED
    of = select(Harvest).where(Harvest.library_id == library_id, Harvest.state == state)
    harvest = session().scalars(of.order_by(Harvest.id).limit(1)).one()
    return {
        "library": lambda: "vechtdal",
        "gathering_id": lambda: harvest.gathering_id,
        "item_id": lambda: _an_item(harvest).id,
        "token": lambda: _token(harvest, visit, key),
    }


def _an_item(harvest: Harvest) -> HarvestItem:
    quotes = select(HarvestItem).where(HarvestItem.harvest_id == harvest.id, HarvestItem.is_quote)
    return session().scalars(quotes.order_by(HarvestItem.id).limit(1)).one()


def _token(harvest: Harvest, visit: Visit, key: str) -> str:
    if visit.endpoint.startswith("harvest_quotes."):
        asked = select(QuoteConsent).where(QuoteConsent.item_id == _an_item(harvest).id)
        return links.quote_token(session().scalars(asked.limit(1)).one(), key=key)
    readers = select(HarvestReader).where(HarvestReader.harvest_id == harvest.id)
    first = session().scalars(readers.order_by(HarvestReader.sign_up_id).limit(1)).one()
    return links.token_of(first.sign_up, key=key)
