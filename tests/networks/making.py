"""Networks, libraries in them and what they say to each other, for tests to be about."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.libraries.models import Library, Network
from community.networks import asking
from community.networks.asking import Asked
from community.networks.models import Block, Consent, Side, Support, SupportRequest
from community.networks.offer_models import Offer
from community.networks.request_queries import Hand
from community.outbox.models import OutboxMail
from tests.factories import a_librarian, a_library, a_network, next_week, saved

QUESTION = Asked(Support.INTERVISION, Block.CULTURE, "Hoe krijgen we het team mee?")


def a_library_in(network: Network, slug: str = "vechtdal", *, consent: bool = True) -> Library:
    library = a_library(slug, network_id=network.id)
    if consent:
        a_consent(library)
    return library


def a_consent(library: Library, **fields: Any) -> Consent:
    given = {"given_at": now(), "network_id": library.network_id, **fields}
    return saved(Consent(library_id=library.id, **given))


def a_request(library: Library | None = None, by: Person | None = None) -> SupportRequest:
    """Asked a moment ago, of a library that allows it."""
    of = library or a_library_in(a_network())
    who = by or a_librarian(of)
    return do(asking.ask, of.id, who.id, QUESTION, once=token_hex(16), now=now())


def of_library(library: Library, person: Person) -> Hand:
    return Hand(Side.LIBRARY, library.id, person.id, now())


def of_network(network: Network, person: Person) -> Hand:
    return Hand(Side.NETWORK, network.id, person.id, now())


def an_offer(network_id: int | None, *, seats: int = 2, **fields: Any) -> Offer:
    """A training next week, in a room of the network."""
    given = {
        "form": Support.TRAINING,
        "title": "Gesprekken leiden",
        "starts_at": next_week(13),
        "ends_at": next_week(16),
        "place": "Zwolle",
        "once": "",
        "created_at": now(),
        "revised_at": now(),
        **fields,
    }
    return saved(Offer(network_id=network_id, seats=seats, **given))


def do(verb, *args, **kwargs):
    """One act in a transaction of its own."""
    with transaction() as tx:
        return verb(tx, *args, **kwargs)


def owed(template: str = asking.TEMPLATE) -> list[OutboxMail]:
    session().rollback()
    mails = select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)
    return list(session().scalars(mails))
