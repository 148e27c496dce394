"""A manager words the mails of the library, and sees at once how they look."""

from __future__ import annotations

import pytest

from community.accounts.models import Role
from community.clock import now
from community.db import session, transaction
from community.outbox import queries, wording
from tests import factories
from tests.gatherings.mailing import letter_for

MAIL = "gatherings.you_are_in"
HERE = f"/vechtdal/beheer/instellingen/mails/{MAIL}/nl"


@pytest.fixture
def library(app):
    return factories.a_library(email="info@vechtdal.example.org")


@pytest.fixture
def desk(library, client_of):
    return client_of(factories.a_member(Role.MANAGER, library, "Joke"))


def test_own_words_are_in_the_next_mail_and_gone_again_in_one_click(desk, library):
    words = {"greeting": "Fijn, {voornaam}!\n\nTot {datum}.", "closing": "De koffie staat klaar."}
    assert desk.post(HERE, data=words).status_code == 303
    sign_up = factories.a_sign_up(factories.a_gathering("Samen eten", library=library))
    text = letter_for(sign_up, "you_are_in").text
    assert "Fijn, Noor!\n\nTot " in text
    assert "De koffie staat klaar." in text
    assert "We houden een stoel voor je vrij bij ‘Samen eten’." in text
    assert "Fijn dat je komt" not in text
    for _ in range(2):
        desk.post(f"{HERE}/terug")
    assert "Fijn dat je komt" in letter_for(sign_up, "you_are_in", sequence=1).text


def test_other_libraries_languages_and_mails_keep_their_own(desk, library):
    desk.post(HERE, data={"greeting": "Hoera", "closing": ""})
    there = factories.a_gathering(library=factories.a_library("salland"))
    here = factories.a_gathering(library=library)
    for sign_up, news in (
        (factories.a_sign_up(there), "you_are_in"),
        (factories.a_sign_up(here, factories.a_person(language="en")), "you_are_in"),
        (factories.a_sign_up(here), "promoted"),
    ):
        assert "Hoera" not in letter_for(sign_up, news).text


def test_a_variable_that_does_not_exist_is_refused_by_name(desk, library):
    answer = desk.post(HERE, data={"greeting": "Dag {voornam}", "closing": "Tot dan"})
    assert answer.status_code == 422
    assert "{voornam} betekent hier niets." in answer.text
    assert "{voornaam}, {activiteit}, {datum}" in answer.text
    assert "Tot dan" in answer.text
    assert queries.list_wordings(session(), library.id) == []


def test_looking_keeps_nothing(desk, library):
    answer = desk.post(HERE, data={"greeting": "Dag {voornaam}", "closing": "", "look": "1"})
    assert answer.status_code == 200
    assert "Dag Noor" in answer.text
    assert queries.list_wordings(session(), library.id) == []


def test_an_unproven_address_is_called_by_no_name(desk, library):
    where = HERE.replace("you_are_in", "confirm_sign_up")
    assert desk.post(where, data={"greeting": "{voornaam}", "closing": ""}).status_code == 422


def test_of_a_sensitive_gathering_a_variable_tells_nothing(desk, library):
    desk.post(HERE, data={"greeting": "Over {activiteit}", "closing": ""})
    gathering = factories.a_gathering("Praten over verlies", library=library, is_sensitive=True)
    letter = letter_for(factories.a_sign_up(gathering), "you_are_in")
    assert "verlies" not in letter.text + letter.html


def test_every_mail_of_the_house_shows_a_sample_in_both_languages(desk, app):
    for worded in wording.registered():
        for language in ("nl", "en"):
            here = HERE.replace(MAIL, worded.slug).replace("/nl", f"/{language}")
            assert "kk-letter__heading" in desk.get(here).text, worded.slug
    assert {each.template for each in wording.registered()} > {"gatherings/you_are_in"}


def test_a_mail_that_is_none_does_not_exist(desk):
    for there in ("gatherings.nothing/nl", f"{MAIL}/xx"):
        assert desk.get(f"/vechtdal/beheer/instellingen/mails/{there}").status_code == 404


def test_keeping_empty_words_is_going_back(library):
    mail = wording.find(MAIL)
    for greeting in ("Dag", ""):
        with transaction() as tx:
            wording.keep(tx, library.id, mail, "nl", greeting=greeting, closing="", now=now())
    assert queries.list_wordings(session(), library.id) == []
