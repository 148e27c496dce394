"""What a network offers: seats that are never oversold, and a mail that tells what is true."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import partial
from secrets import token_hex

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.db import session
from community.errors import NotFound
from community.networks import offer_queries, offers
from community.networks.models import Side, Support
from community.networks.offer_models import Offer, OfferSignUp
from community.networks.offers import IsOver, NotAhead, OfferDraft, TooFewSeats
from community.outbox import letters
from tests.factories import a_librarian, a_network, an_adviser, next_week
from tests.gatherings.crowd import rush
from tests.journeys.test_sign_up import fields_of
from tests.networks.making import a_library_in, an_offer, do, owed

pytestmark = pytest.mark.usefixtures("app")

DRAFT = OfferDraft(
    form=Support.INTERVISION,
    title="Intervisie aan tafel",
    text="Neem een situatie mee.",
    starts_at=next_week(13),
    ends_at=next_week(15),
    place="Zwolle",
    link="",
    seats=8,
)


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def library(network):
    """Also one that does not let the adviser look along: this is no figure."""
    return a_library_in(network, consent=False)


@pytest.fixture
def bas(library):
    return a_librarian(library)


def sign_up(library, offer, person):
    do(offers.sign_up, library.id, offer.id, person.id, now=now())


def leave(library, offer, person):
    do(offers.leave, library.id, offer.id, person.id, now=now())


def again(offer):
    session().rollback()
    return session().get_one(Offer, offer.id, populate_existing=True)


def mailed():
    """What the latest mail says and what it asks of the calendar."""
    letter = letters.render(session(), owed(offers.TEMPLATE)[-1])
    sequence = re.search(rb"SEQUENCE:(\d+)", letter.calendar)
    return letter.subject, letter.calendar_method, int(sequence[1])


def test_a_seat_is_taken_once_and_given_back_once(network, library, bas):
    offer = an_offer(network.id)
    for _ in range(2):
        sign_up(library, offer, bas)
    assert again(offer).taken == 1
    assert mailed() == ("Je doet mee: Gesprekken leiden", "REQUEST", 0)
    for _ in range(2):
        leave(library, offer, bas)
    assert again(offer).taken == 0
    assert mailed() == ("Je bent afgemeld: Gesprekken leiden", "CANCEL", 1)
    sign_up(library, offer, bas)
    assert mailed()[1:] == ("REQUEST", 2)
    first, *_ = owed(offers.TEMPLATE)
    assert letters.render(session(), first) is None, "overtaken by what came after it"


def test_the_last_seat_is_given_once_and_the_others_wait(app, network, library):
    offer = an_offer(network.id, seats=3)
    people = [a_librarian(library, f"B{n}") for n in range(8)]
    assert rush(app, [partial(sign_up, library, offer, each) for each in people]) == []
    assert again(offer).taken == 3
    assert len(offer_queries.list_sign_ups(session(), offer.id)) == 3
    assert len(offer_queries.list_waiting(session(), offer.id)) == 5
    assert len(owed(offers.TEMPLATE)) == 8


def test_a_seat_that_comes_free_goes_to_who_waits_longest(network, library, bas):
    offer = an_offer(network.id, seats=1)
    els, sanne, noor = (a_librarian(library, name) for name in ("Els", "Sanne", "Noor"))
    for each in (bas, els, sanne, noor, bas, els):
        sign_up(library, offer, each)
    assert len(owed(offers.TEMPLATE)) == 4
    letter = letters.render(session(), owed(offers.TEMPLATE)[-1])
    assert letter.subject == "Op de wachtlijst: Gesprekken leiden"
    assert not letter.calendar, "who waits has no appointment"
    leave(library, offer, els)
    leave(library, offer, bas)
    assert waiting(offer) == ["Noor"]
    assert mailed() == ("Je doet mee: Gesprekken leiden", "REQUEST", 1)
    assert owed(offers.TEMPLATE)[-1].person_id == sanne.id
    sign_up(library, offer, bas)
    assert waiting(offer) == ["Noor", "Bas"], "at the end of the list"
    do(offers.change, network.id, offer.id, like(offer, seats=2), now=now())
    assert (again(offer).taken, waiting(offer)) == (2, ["Bas"])
    do(offers.cancel, network.id, offer.id, now=now())
    subjects = [
        letter.subject
        for mail in owed(offers.TEMPLATE)
        if (letter := letters.render(session(), mail)) and not letter.calendar
    ]
    assert subjects == ["Gaat niet door: Gesprekken leiden"], "who waits hears so too"


def waiting(offer):
    session().rollback()
    return [each.person.first_name for each in offer_queries.list_waiting(session(), offer.id)]


def like(offer, **other):
    """The offer as it is, but for this."""
    names = [field.name for field in fields(OfferDraft)]
    return OfferDraft(**{name: getattr(offer, name) for name in names} | other)


def test_the_database_itself_never_oversells(network):
    with pytest.raises(IntegrityError):
        an_offer(network.id, seats=1, taken=2)


def test_an_offer_of_another_network_does_not_exist(network, library, bas):
    theirs = an_offer(a_network("drenthe").id)
    for act in (sign_up, leave):
        with pytest.raises(NotFound):
            act(library, theirs, bas)
    with pytest.raises(NotFound):
        do(offers.cancel, network.id, theirs.id, now=now())
    with pytest.raises(NotFound):
        offer_queries.get(session(), Side.NETWORK, network.id, theirs.id)
    assert again(theirs).taken == 0


def test_another_time_or_place_reaches_who_takes_part(network, library, bas):
    offer = do(offers.make, network.id, DRAFT, once=token_hex(16), now=now())
    sign_up(library, offer, bas)
    leaver = a_librarian(library, "Els")
    sign_up(library, offer, leaver)
    leave(library, offer, leaver)
    words = replace(DRAFT, text="Neem twee situaties mee.")
    do(offers.change, network.id, offer.id, words, now=now())
    assert len(owed(offers.TEMPLATE)) == 3, "other words are no news"
    moved = replace(words, place="Deventer")
    do(offers.change, network.id, offer.id, moved, now=now())
    assert owed(offers.TEMPLATE)[-1].person_id == bas.id
    assert mailed() == ("Zo is het nu: Intervisie aan tafel", "REQUEST", 1)
    for _ in range(2):
        do(offers.cancel, network.id, offer.id, now=now())
    assert mailed() == ("Gaat niet door: Intervisie aan tafel", "CANCEL", 2)
    with pytest.raises(IsOver):
        sign_up(library, offer, leaver)


def test_seats_and_moments_that_cannot_be_are_refused(network, library, bas):
    once = token_hex(16)
    offer = do(offers.make, network.id, DRAFT, once=once, now=now())
    assert do(offers.make, network.id, DRAFT, once=once, now=now()).id == offer.id
    sign_up(library, offer, bas)
    sign_up(library, offer, a_librarian(library, "Els"))
    with pytest.raises(TooFewSeats):
        do(offers.change, network.id, offer.id, replace(DRAFT, seats=1), now=now())
    for draft in (
        replace(DRAFT, ends_at=DRAFT.starts_at),
        replace(DRAFT, starts_at=now(), ends_at=next_week()),
    ):
        with pytest.raises(NotAhead):
            do(offers.make, network.id, draft, once=token_hex(16), now=now())


def test_an_adviser_offers_and_a_librarian_takes_part(network, library, bas, client_of):
    adviser, desk = client_of(an_adviser(network)), client_of(bas)
    new = "/netwerk/overijssel/aanbod/nieuw"
    day = f"{next_week():%Y-%m-%d}"
    data = fields_of(adviser.get(new).text) | {
        "title": "Intervisie", "form": "intervisie", "day": day, "starts": "13:00",
        "ends": "15:00", "seats": "1", "link": "ftp://nergens",
    }  # fmt: skip
    refused = adviser.post(new, data=data)
    assert refused.status_code == 422
    assert "https://" in refused.text
    made = adviser.post(new, data={**data, "link": "https://meet.example.org/abc"})
    assert made.status_code == 303
    offer_id = session().scalars(select(Offer.id)).one()
    own = f"/vechtdal/beheer/aanbod/{offer_id}"
    assert own in desk.get("/vechtdal/beheer/ondersteuning").text
    assert "meet.example.org" not in desk.get(own).text
    assert desk.post(f"{own}/meedoen").status_code == 303
    assert "meet.example.org" in desk.get(own).text
    late = client_of(a_librarian(library, "Els"))
    assert "Zet me op de wachtlijst" in late.get(own).text
    assert late.post(f"{own}/meedoen").status_code == 303
    assert "Je bent de eerste" in late.get(own).text
    assert "meet.example.org" not in late.get(own).text
    assert "wachtlijst" in late.get("/vechtdal/beheer/ondersteuning").text
    assert "<li>Els" in adviser.get(made.location).text
    assert late.post(f"{own}/afmelden").status_code == 303
    assert "Bas" in adviser.get(made.location).text
    fewer = adviser.post(f"{made.location}/wijzigen", data={**data, "seats": "0"})
    assert fewer.status_code == 422
    taking_part = select(OfferSignUp.person_id).where(OfferSignUp.left_at.is_(None))
    assert session().scalars(taking_part).all() == [bas.id]
