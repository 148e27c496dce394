"""The pages of both sides: who reads what, and what a story over them looks like."""

from __future__ import annotations

import re

import pytest

from community.accounts.destinations import landing
from community.accounts.models import Role
from community.db import session
from community.networks import queries
from community.networks.models import SupportRequest
from tests.factories import a_librarian, a_member, a_network, an_adviser
from tests.journeys.test_sign_up import fields_of
from tests.networks.making import a_library_in, a_request, owed


@pytest.fixture
def database_url(sqlite_url):
    """What differs between the databases is in the services' tests."""
    return sqlite_url


@pytest.fixture
def network(app):
    return a_network()


@pytest.fixture
def library(network):
    return a_library_in(network, consent=False)


def test_a_library_asks_its_adviser_answers_and_the_library_reads_it(network, library, client_of):
    manager = client_of(a_member(Role.MANAGER, library, "Joke"))
    desk = client_of(a_librarian(library, "Sanne"))
    adviser = client_of(an_adviser(network, "Rob"))
    # Nothing can be asked yet; the page says who can allow it.
    assert (
        "Een manager van je bibliotheek kan dat toestaan"
        in desk.get("/vechtdal/beheer/ondersteuning/vragen").text
    )
    page = manager.get("/vechtdal/beheer/instellingen/netwerk").text
    assert "de namen van partners en groepen" in page
    assert "Rob" in page
    assert manager.post("/vechtdal/beheer/instellingen/netwerk/geven").status_code == 303

    # The advice leads to the form with its form of support chosen.
    ask = "/vechtdal/beheer/ondersteuning/vragen?vorm=intervisie&bouwsteen=cultuur"
    form = desk.get(ask).text
    assert re.search(r'value="intervisie" checked', form)
    data = fields_of(form) | {"form": "intervisie", "block": "cultuur"}
    assert desk.post(ask, data={**data, "question": ""}).status_code == 422
    answer = desk.post(ask, data={**data, "question": "Hoe krijgen we het team mee?"})
    own = answer.location
    number = own.rsplit("/", 1)[1]

    # The adviser finds it, takes it up, and answers.
    theirs = f"/netwerk/overijssel/vragen/{number}"
    assert "Hoe krijgen we het team mee?" in adviser.get("/netwerk/overijssel/vragen").text
    assert adviser.post(f"{theirs}/oppakken").status_code == 303
    form = fields_of(adviser.get(theirs).text)
    assert adviser.post(f"{theirs}/bericht", data={**form, "text": " "}).status_code == 422
    adviser.post(f"{theirs}/bericht", data={**form, "text": "Kom eens kijken in Raalte."})
    assert len(owed()) == 2, "one to each side, however much was said"

    # The library sees that there is news, reads it, and says so.
    assert "Vraag om ondersteuning met nieuws" in desk.get("/vechtdal/beheer/").text
    page = desk.get(own).text
    assert "Kom eens kijken in Raalte." in page
    desk.post(f"{own}/gelezen", data=fields_of(page))
    assert "met nieuws" not in desk.get("/vechtdal/beheer/").text
    desk.post(f"{own}/klaar")
    assert "Schrijf iets terug" not in desk.get(own).text
    late = adviser.post(f"{theirs}/bericht", data={**form, "once": "", "text": "Nog één tip."})
    assert (late.status_code, "Nog één tip." in late.text) == (422, True)


def test_withdrawn_while_the_pages_stand_open(network, library, client_of):
    manager = client_of(a_member(Role.MANAGER, library))
    manager.post("/vechtdal/beheer/instellingen/netwerk/geven")
    asked = a_request(library)
    desk, adviser = client_of(a_librarian(library)), client_of(an_adviser(network))
    theirs = f"/netwerk/overijssel/vragen/{asked.id}"
    own = f"/vechtdal/beheer/ondersteuning/{asked.id}"
    ask = "/vechtdal/beheer/ondersteuning/vragen"
    open_at_adviser, open_at_desk, open_form = adviser.get(theirs), desk.get(own), desk.get(ask)
    manager.post("/vechtdal/beheer/instellingen/netwerk/intrekken")
    # The adviser's page is of nothing now; what the librarian typed is not lost.
    said = {**fields_of(open_at_adviser.text), "text": "Ik bel je."}
    assert adviser.post(f"{theirs}/bericht", data=said).status_code == 404
    assert adviser.get(theirs).status_code == 404
    said = {**fields_of(open_at_desk.text), "text": "Ben je er nog?"}
    answer = desk.post(f"{own}/bericht", data=said)
    assert answer.status_code == 422
    assert "Ben je er nog?" in answer.text
    assert "Alleen jullie lezen dit nu" in answer.text
    data = {**fields_of(open_form.text), "form": "inspiratie", "question": "Wie ging ons voor?"}
    answer = desk.post(ask, data=data)
    assert answer.status_code == 422
    assert "Wie ging ons voor?" in answer.text
    assert session().query(SupportRequest).count() == 1
    assert queries.find_consent(session(), library.id) is None


def test_another_network_does_not_exist_for_this_adviser(network, library, client_of):
    an_adviser(network)
    other = a_network("drenthe")
    a_library_in(other, "emmen")
    stranger = client_of(an_adviser(other))
    assert stranger.get("/netwerk/drenthe/vragen").status_code == 200
    for path in ("/netwerk/overijssel/vragen", "/netwerk/nergens/vragen"):
        assert stranger.get(path).status_code == 404


def test_an_adviser_lands_at_the_network_after_signing_in(network, client):
    assert landing(an_adviser(network)) == "/netwerk/overijssel"
