"""Writing at the desk: a form, a look at the mail, one press."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from community.db import session
from community.messages.models import Audience, Message
from community.outbox.models import OutboxMail
from tests import factories
from tests.messages.writing import a_draft, sent


@pytest.fixture
def gathering(app):
    gathering = factories.a_gathering("Samen eten")
    factories.a_sign_up(gathering, factories.a_person("Noor", surname="de Boer"))
    factories.a_sign_up(
        gathering, factories.a_person("Ria", surname="Smit", email=None, phone="0529 11")
    )
    return gathering


@pytest.fixture
def at(gathering):
    return f"/vechtdal/beheer/activiteiten/{gathering.id}/berichten"


@pytest.fixture
def desk(gathering, client_of):
    return client_of(factories.a_librarian(name="Sanne"))


TYPED = {"audience": "everybody", "subject": "Neem een jas mee", "text": "We zitten **buiten**."}


def test_she_writes_looks_and_sends_in_one_go(desk, at):
    kept = desk.post(f"{at}/nieuw", data=TYPED)
    assert kept.status_code == 303
    page = desk.get(kept.location).text
    for words in (
        "1 persoon krijgt deze mail.",
        "1 persoon krijgt geen mail",
        "Neem een jas mee: Samen eten",
        "<strong>buiten</strong>",
        "Hallo Noor,",
        "Ria Smit",
        "Verstuur naar 1 persoon",
    ):
        assert words in page, words
    assert session().scalar(select(func.count(OutboxMail.id))) == 0
    for _ in range(2):
        assert desk.post(f"{kept.location}/versturen").status_code == 303
    assert session().scalar(select(func.count(OutboxMail.id))) == 1
    page = desk.get(kept.location).text
    assert "1 onderweg" in page
    assert "Ria Smit" in page


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(desk, at):
    answer = desk.post(f"{at}/nieuw", data={"audience": "chosen", "text": "Tot dan"})
    assert answer.status_code == 422
    for words in ("Zeg in een paar woorden waar het over gaat.", "Vink", "Tot dan"):
        assert words in answer.text
    assert session().scalar(select(func.count(Message.id))) == 0


def test_who_came_is_offered_only_once_it_has_begun(desk, at, gathering):
    assert "Wie er was" not in desk.get(f"{at}/nieuw").text
    assert desk.post(f"{at}/nieuw", data={**TYPED, "audience": "came"}).status_code == 422


def test_she_ticks_off_whom_she_called_from_the_list_of_the_house(desk, gathering):
    sent(a_draft(gathering))
    assert "Neem een jas mee" in desk.get("/vechtdal/beheer/bellijst").text
    (address,) = re.findall(
        r'action="([^"]+/gebeld/[^"]+)"', desk.get("/vechtdal/beheer/bellijst").text
    )
    assert desk.post(address).location == "/vechtdal/beheer/bellijst"
    assert "Neem een jas mee" not in desk.get("/vechtdal/beheer/bellijst").text


def test_today_says_how_many_wait_for_a_message(desk, gathering):
    sent(a_draft(gathering))
    assert "voor te lezen" in desk.get("/vechtdal/beheer").text


def test_a_host_writes_to_her_own_gathering_and_sees_first_names_only(client_of, gathering, at):
    hanna = client_of(factories.a_host_of(gathering, "Hanna"))
    page = hanna.get(f"{at}/nieuw").text
    assert "Noor" in page
    assert "de Boer" not in page
    kept = hanna.post(f"{at}/nieuw", data=TYPED)
    assert "Hanna, Bibliotheek Vechtdal" in hanna.get(kept.location).text
    hanna.post(f"{kept.location}/versturen")
    page = hanna.get(kept.location).text
    assert "Ria" in page
    for hidden in ("Smit", "0529 11"):
        assert hidden not in page
    other = factories.a_gathering("Iets anders")
    away = at.replace(str(gathering.id), str(other.id))
    assert hanna.get(away).status_code == 404
    assert hanna.post(f"{away}/nieuw", data=TYPED).status_code == 404


def test_a_draft_is_changed_and_thrown_away(desk, at, gathering):
    draft = a_draft(gathering)
    here = f"{at}/{draft.id}"
    assert "We zitten **buiten**." in desk.get(f"{here}/wijzigen").text
    desk.post(f"{here}/wijzigen", data={**TYPED, "audience": "confirmed", "text": "Binnen."})
    changed = session().get_one(Message, draft.id, populate_existing=True)
    assert (changed.audience, changed.text) == (Audience.CONFIRMED, "Binnen.")
    assert desk.post(f"{here}/weg").status_code == 303
    assert desk.get(here).status_code == 404


def test_of_something_sensitive_no_subject_is_asked(desk, client_of):
    gathering = factories.a_gathering(is_sensitive=True)
    page = desk.get(f"/vechtdal/beheer/activiteiten/{gathering.id}/berichten/nieuw").text
    assert 'name="subject"' not in page
