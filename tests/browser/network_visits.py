"""The pages of the network desk: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.demo.places import NETWORK, TOWNS
from community.networks.models import SupportRequest
from community.networks.offer_models import Offer
from tests.browser.visit import ADVISER, LIBRARIAN, MANAGER, Visit

VISITS = [
    Visit("networks.index", ADVISER),
    Visit("networks.index", ADVISER, language="en"),
    Visit("networks.library", ADVISER),
    Visit("network_consent.show", MANAGER),
    Visit("network_requests.index", ADVISER),
    Visit("network_requests.show", ADVISER),
    Visit("network_requests.show", ADVISER, language="en"),
    Visit("network_offers.edit", ADVISER),
    Visit("network_offers.index", ADVISER),
    Visit("network_offers.new", ADVISER),
    Visit("network_offers.show", ADVISER),
    Visit("offers.show", LIBRARIAN),
    Visit("offers.show", LIBRARIAN, language="en"),
    Visit("support.ask", LIBRARIAN),
    Visit("support.index", LIBRARIAN),
    Visit("support.show", LIBRARIAN),
]


def known(library_id: int) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    asked = select(SupportRequest.id).where(SupportRequest.library_id == library_id)
    return {
        "network": lambda: NETWORK[0],
        "library_slug": lambda: TOWNS[0].slug,
        "offer_id": lambda: session().scalars(select(Offer.id).order_by(Offer.id)).first(),
        "support_id": lambda: session().scalars(asked).first(),
    }
