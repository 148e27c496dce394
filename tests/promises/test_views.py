"""The pages of promises: to whose it is, to who was there, to everybody, and at the desk."""

from __future__ import annotations

import re

import pytest
from flask import current_app

from community.clock import now
from community.conversations.models import Kind
from community.db import transaction
from community.harvests.models import Harvest, HarvestItem
from community.harvests.models import State as HarvestState
from community.promises import keeping, queries
from community.promises.models import Promise, State
from tests.factories import a_librarian, saved
from tests.promises.promising import a_talk, came, promised


@pytest.fixture
def talk(app):
    return a_talk()


def own_page(promise: Promise) -> str:
    return f"/vechtdal/afspraak/{queries.token_of(promise, key=current_app.config['SECRET_KEY'])}"


def agree(promise: Promise, *, named: bool) -> None:
    with transaction() as tx:
        keeping.agree(tx, promise.library_id, promise.id, named=named, now=now())


def published(talk):
    return saved(
        Harvest(
            library_id=talk.library_id, gathering_id=talk.id, title="Soep", begun_at=now(),
            state=HarvestState.PUBLISHED, presented_at=now(), corrected_until=now(),
            established_at=now(), published_at=now(),
        )
    )  # fmt: skip


def test_by_the_links_of_the_mail_nothing_happens_until_a_button_is_pressed(talk, client, session):
    promise = promised(talk, came(talk))
    page = own_page(promise)
    for link in ("", "/klopt", "/niet", "/wijzig", "/gedaan", "/bezig", "/lukt-niet"):
        assert promise.what in client.get(page + link).text
    session.rollback()
    assert session.get_one(Promise, promise.id).agreed_at is None
    agreed = client.post(f"{page}/klopt", data={"named": "y"}, follow_redirects=True).text
    assert "Hoe staat het ervoor?" in agreed
    long = client.post(f"{page}/gedaan", data={"words": "x" * 301})
    assert long.status_code == 422
    assert "x" * 301 in long.text
    told = client.post(f"{page}/lukt-niet", data={"words": "Te druk."}, follow_redirects=True).text
    assert "het geeft niet" in told
    assert "Te druk." in told
    assert client.get(f"{page[:-4]}AAAA").status_code == 404


def test_who_was_there_reads_a_first_name_and_everybody_else_does_not(talk, client, client_of):
    noor, sam = came(talk, "Noortje"), came(talk, "Sam")
    promise = promised(talk, noor)
    page = f"/vechtdal/agenda/{talk.id}-{talk.slug}"
    assert promise.what not in client_of(sam).get(page).text
    agree(promise, named=False)
    assert "Noortje" in client_of(sam).get(page).text
    assert promise.what not in client.get(page).text
    published(talk)
    everybody = client.get(page).text
    assert promise.what in everybody
    assert "Iemand uit de buurt" in everybody
    assert "Noortje" not in everybody
    agree(promise, named=True)
    assert "Noortje" in client.get(page).text


def test_my_page_has_what_i_promised_with_a_button_for_each_answer(talk, client_of):
    noor = came(talk)
    promise = promised(talk, noor)
    agree(promise, named=False)
    browser = client_of(noor)
    mine = browser.get("/mijn").text
    (done,) = re.findall(r'action="([^"]*/gedaan)"', mine)
    browser.post(done)
    assert "Gedaan" in browser.get("/mijn").text


def test_the_desk_notes_it_finds_it_and_says_what_was_said(talk, client_of, session):
    came(talk, "Ria", email=None, phone="0612345678")
    bas = client_of(a_librarian())
    form = f"/vechtdal/beheer/activiteiten/{talk.id}/afspraken"
    empty = bas.post(form, data={"what": "", "who": ""})
    assert empty.status_code == 422
    assert "Zeg wat er is afgesproken." in empty.text
    (ria,) = re.findall(r'value="(person-\d+)">Ria', empty.text)
    sent = {"what": "Ik bak een taart.", "who": ria, "by_when": "2020-03-03"}
    panel = bas.post(form, data=sent, follow_redirects=True).text
    assert "Ik bak een taart." in panel
    assert "Nog geen ja op gezegd" in panel
    calls = bas.get("/vechtdal/beheer/bellijst").text
    assert "0612345678" in calls
    late = bas.get("/vechtdal/beheer/afspraken?stand=te-laat&wie=bewoners").text
    assert "Ik bak een taart." in late
    assert "Ik bak een taart." not in bas.get("/vechtdal/beheer/afspraken?stand=gedaan").text
    assert "Afspraak die al gedaan had moeten zijn" in bas.get("/vechtdal/beheer").text
    (said,) = re.findall(r'action="([^"]*/klopt\?naar=bellijst)"', calls)
    bas.post(said)
    promise = session.query(Promise).one()
    assert promise.stands
    one = f"/vechtdal/beheer/afspraken/{promise.id}"
    bas.post(f"{one}/gedaan", data={"words": "Hij was op."})
    page = bas.get(one).text
    assert "Hij was op." in page
    assert "genoteerd door Bas" in page
    refused = bas.post(one, data={"what": "Iets anders."})
    assert refused.status_code == 422
    assert "Zeg eerst dat je ermee bezig bent" in refused.text
    session.rollback()
    assert session.get_one(Promise, promise.id).state is State.DONE


def test_an_agreement_of_the_harvest_becomes_a_promise_with_its_words_filled_in(talk, client_of):
    harvest = published(talk)
    item = saved(
        HarvestItem(
            library_id=talk.library_id, harvest_id=harvest.id, position=1, kind=Kind.AGREEMENT,
            text="Fenna maakt een lijst.",
        )
    )  # fmt: skip
    browser = client_of(a_librarian())
    desk = browser.get(f"/vechtdal/beheer/activiteiten/{talk.id}/oogst?taal=nl").text
    (way,) = re.findall(rf'href="([^"]*onderdeel={item.id})"', desk)
    assert "Fenna maakt een lijst." in browser.get(way).text
