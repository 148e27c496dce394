"""Noting at the counter, and saying yes: as people meet it."""

from __future__ import annotations

import re

import pytest

from community.db import session
from community.gatherings import sign_up_queries
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.skills import slips
from community.skills.models import Agreed, SkillState
from tests.factories import a_librarian, a_library, a_member, the_library
from tests.gatherings.asking import row
from tests.skills.rows import mails, skills
from tests.skills.test_talk import BOTH, BRINGS, WANTS, asking, signed_up

NOTE = {
    "own_words": "Ik maak fietsen",
    "kind": "can",
    "agreed_how": "at_the_desk",
    "agreed_words": "Mag ik dit noteren?",
    "once": "f" * 32,
}


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(desk):
    for field, wrong in (
        ("first_name", ""), ("first_name", "x" * 81), ("own_words", ""), ("own_words", "x" * 301),
        ("kind", "expert"), ("agreed_how", "by_tap"), ("agreed_words", ""), ("email", "nergens"),
        ("phone", "0" * 41),
    ):  # fmt: skip
        sent = {**NOTE, "first_name": "Gerrit", field: wrong}
        answer = desk.post("/vechtdal/beheer/kennis/nieuw", data=sent)
        assert answer.status_code == 422, field
        assert f'id="{field}-error"' in answer.text, field
        assert field == "own_words" or "Ik maak fietsen" in answer.text
    assert skills() == []


def test_from_the_counter_by_a_slip_to_a_yes(desk, client):
    sent = {**NOTE, "first_name": "Gerrit", "phone": "06 1234"}
    to = desk.post("/vechtdal/beheer/kennis/nieuw", data=sent).location
    assert "Wacht op een ja" in desk.get(to).text
    assert "wacht op een ja" in desk.get("/vechtdal/beheer").text
    slip = desk.post(f"{to}/briefje").text
    code = re.search(r"[B-Z2-9]{4}-[B-Z2-9]{4}", slip)[0]
    wrong = client.post("/vechtdal/bevestigen/kunde", data={"code": "BCDF-2345"})
    assert wrong.status_code == 422
    page = client.post("/vechtdal/bevestigen/kunde", data={"code": code.lower()}).location
    assert code.replace("-", "") not in page
    assert "Ik maak fietsen" in client.get(page).text
    assert client.get(page.replace("vechtdal", a_library("salland").slug)).status_code == 404
    for _time in range(2):
        assert client.post(f"{page}/ja").status_code == 303
    (skill,) = skills()
    assert (skill.state, skill.confirmed_how) == (SkillState.CONFIRMED, Agreed.BY_CODE)
    assert "met de code van een briefje" in desk.get(to).text
    found = desk.get("/vechtdal/beheer/kennis/kunde?q=fietsen").text
    assert "1 persoon past" in found
    assert "Schreef zelf: ‘Ik maak fietsen’" in found
    for _time in range(2):
        assert client.post(f"{page}/nee").status_code == 303
    assert skills() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_link_in_the_mail_changes_nothing_and_its_button_does(app, desk, client):
    fatima = a_member(name="Fatima")
    assert "Fatima" in desk.get("/vechtdal/beheer/kennis/nieuw?q=fat").text
    desk.post(f"/vechtdal/beheer/kennis/nieuw/{fatima.id}", data=NOTE)
    letter = letters.render(session(), mails()[0])
    link = re.search(r"/vechtdal/bevestigen/kunde/\S+", letter.text)[0]
    assert client.get(link).status_code == 200
    assert skills()[0].state is SkillState.DRAFT
    assert client.post(f"{link[:-1]}x/ja").status_code == 404
    client.post(f"{link}/ja")
    assert skills()[0].confirmed_how is Agreed.BY_MAIL
    assert not slips.opened_by(skills()[0], link, key="een andere sleutel")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_spoken_yes_needs_words(desk):
    to = desk.post("/vechtdal/beheer/kennis/nieuw", data={**NOTE, "first_name": "Gerrit"}).location
    assert desk.post(f"{to}/ja", data={"how": "by_phone", "wording": ""}).status_code == 422
    desk.post(f"{to}/ja", data={"how": "by_phone", "wording": "Ja, dat mag"})
    page = desk.get(to).text
    assert "Ja, dat mag" in page
    assert "gehoord door Sanne" in page
    assert desk.post(f"{to}/weg").status_code == 303
    assert skills() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_tap_on_the_page_of_the_sign_up_or_on_my_page(app, client, client_of):
    fatima = a_member(name="Fatima")
    gathering = asking()
    entry = signed_up(gathering, fatima)
    token = sign_up_queries.token_of(entry, key=app.config["SECRET_KEY"])
    at = f"/vechtdal/aanmelding/{token}"
    mail = session().query(OutboxMail).filter_by(template="gatherings/you_are_in").one()
    assert "Mag de bibliotheek dat onthouden?" in " ".join(
        letters.render(session(), mail).text.split()
    )
    first, second = skills()
    page = client.get(at).text
    assert f"{at}/kunde/{first.id}/ja" in page
    for _time in range(2):
        assert client.post(f"{at}/kunde/{first.id}/ja").status_code == 303
    assert client.post(f"{at}/kunde/{first.id + 99}/ja").status_code == 404
    mine = client_of(fatima)
    assert BOTH[WANTS.label] in mine.get("/mijn").text
    assert mine.post(f"/mijn/kunde/{second.id}/ja").status_code == 303
    assert [each.state for each in skills()] == [SkillState.CONFIRMED] * 2
    mine.post(f"/mijn/kunde/{first.id}/rust")
    assert "Rust nu" in mine.get("/mijn/kunde").text
    mine.post(f"/mijn/kunde/{first.id}/rust", data={"rust": "nee"})
    assert mine.post(f"/mijn/kunde/{second.id}/weg").status_code == 303
    assert [each.state for each in skills()] == [SkillState.CONFIRMED]
    assert "kunde/" not in client.get(at).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_conversation_is_offered_the_two_questions_and_nobody_is_asked_twice(desk):
    address = "/vechtdal/beheer/activiteiten/nieuw"
    assert "vraag-kunde" not in desk.post(address, data={"act": "vraag", "kind": "lecture"}).text
    assert "vraag-kunde" in desk.post(address, data={"act": "vraag", "kind": "conversation"}).text
    added = desk.post(address, data={"act": "vraag-kunde", "kind": "conversation"}).text
    assert "Wat breng je mee?" in added
    assert "Wat wil je weten?" in added
    twice = {"act": "concept", "kind": "conversation", "title": "Praten", **row(1, BRINGS)}
    twice |= row(2, BRINGS, label="En wat nog meer?")
    answer = desk.post(address, data=twice)
    assert answer.status_code == 422
    assert "Deze vraag staat er twee keer" in answer.text
