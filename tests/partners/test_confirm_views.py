"""A partner at the page behind the link, and the librarian who looks at what came of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.throttle import Limit
from community.clock import now
from community.db import db, transaction
from community.outbox import letters
from community.outbox.models import MailState, OutboxMail
from community.partners import confirm_views, list_queries, lists
from community.partners.models import Judgement, Partnership, QuarterList
from community.web.headers import SAFETY
from tests.factories import a_library, the_library
from tests.partners.asking import QUARTER, a_mailed_list, again, brought, log, mails

DESK = "/vechtdal/beheer/partners/bevestigingen"


@pytest.fixture
def asked(app) -> QuarterList:
    the_library()
    return a_mailed_list()


def link(asked: QuarterList, app) -> str:
    token = list_queries.token_of(again(asked), key=app.config["SECRET_KEY"])
    return f"/vechtdal/bevestigen/{token}"


def test_the_link_in_the_mail_leads_to_a_page_with_a_button_and_changes_nothing(app, client, asked):
    with transaction() as tx:  # The mail is about to leave today.
        tx.get_one(QuarterList, asked.id).expires_at = now() + lists.LASTS
    (mail,) = mails()
    text = letters.render(db.session(), mail).text
    path = re.search(r"(/vechtdal/bevestigen/\S+)", text).group(1)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Repair Café" in answer.text
    assert "Dit klopt" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert SAFETY.keys() <= set(answer.headers.keys())
    assert log() == []


@pytest.fixture
def page(app, asked) -> str:
    with transaction() as tx:
        tx.get_one(QuarterList, asked.id).expires_at = now() + lists.LASTS
    return link(asked, app)


def test_one_button_confirms_all_and_pressing_again_is_no_error(client, asked, page):
    for _ in range(2):
        assert client.post(page).status_code == 303
    assert "Je hebt alles" in client.get(page).text
    assert len(log()) == 1


def test_who_has_confirmed_is_shown_the_way_to_an_idea_of_their_own(client, asked, page):
    assert "/voorstellen/nieuw" not in client.get(page).text
    client.post(page)
    assert 'href="/vechtdal/voorstellen/nieuw"' in client.get(page).text


def test_a_judgement_goes_in_the_box_without_a_name(client, asked, page):
    answer = client.post(page, data={"same_goal": "5", "keeps_word": "9", "more_together": ""})
    assert answer.status_code == 303
    (judgement,) = db.session().scalars(select(Judgement))
    assert (judgement.same_goal, judgement.keeps_word, judgement.more_together) == (5, None, None)
    assert "Wat vind je van de samenwerking" not in client.get(page).text
    client.post(page, data={"same_goal": "1"})
    assert len(db.session().scalars(select(Judgement)).all()) == 1


def test_a_line_is_put_right_on_a_page_of_its_own(client, asked, page):
    at = f"{page}/{asked.lines[0].id}"
    assert 'value="2"' in client.get(at).text
    wrong = client.post(at, data={"hours": "veel", "remark": "<b>x</b>"})
    assert wrong.status_code == 422
    assert "&lt;b&gt;x" in wrong.text
    right = client.post(at, data={"hours": "6", "room": "y", "remark": "<b>x</b>"})
    assert right.status_code == 303
    assert "6\u00a0uur en een ruimte" in client.get(page).text
    assert client.get(at).status_code == 303, "an answer stays as it was given"
    assert log()[0].verb == "partner:disputed"


def test_hostile_remarks_are_refused_beside_the_field(client, asked, page):
    at = f"{page}/{asked.lines[0].id}"
    for remark in ["x" * 301, "a\x00b", "\u202ekaas", "\ufffd"]:
        answer = client.post(at, data={"hours": "6", "remark": remark})
        assert answer.status_code == 422
        assert 'id="remark-error"' in answer.text


def test_a_token_of_another_library_or_a_guessed_one_opens_nothing(app, client, asked, page):
    a_library("zuidpolder")
    token = page.rpartition("/")[2]
    for path in (
        f"/zuidpolder/bevestigen/{token}",
        f"/vechtdal/bevestigen/{asked.id}-AAAAAAAAAAAAAAAAAAAAAA",
        f"/vechtdal/bevestigen/{token}x",
        "/vechtdal/bevestigen/٣-x",
        f"{page}/999999",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_an_expired_link_says_what_to_do(app, client, asked):
    with transaction() as tx:
        tx.get_one(QuarterList, asked.id).expires_at = now()
    at = link(asked, app)
    assert client.get(at).status_code == 410
    assert client.post(at).status_code == 410
    assert log() == []


def test_the_door_is_not_hammered_on(client, page, monkeypatch):
    few = replace(confirm_views.CONFIRMATION, network=Limit(3, timedelta(minutes=15)))
    monkeypatch.setattr(confirm_views, "CONFIRMATION", few)
    assert [client.get(f"{page}x").status_code for _ in range(5)] == [404, 404, 404, 429, 429]


def test_a_librarian_approves_with_a_reason(app, desk, client):
    asked = a_mailed_list("gerrit@example.net", name="Historische Kring")
    with transaction() as tx:
        tx.get_one(QuarterList, asked.id).expires_at = now() + lists.LASTS
    client.post(link(asked, app))
    assert "Bevestiging van een partner" in desk.get("/vechtdal/beheer").text
    page = desk.get(f"{DESK}/{asked.id}").text
    assert "gerrit@example.net" in page
    at = f"{DESK}/{asked.id}/goedkeuren"
    assert desk.post(at, data={"reason": "", "act": "telt"}).status_code == 422
    assert log() == []
    assert desk.post(at, data={"reason": "Secretaris", "act": "telt"}).status_code == 303
    assert len(log()) == 1
    assert "Bevestiging van een partner" not in desk.get("/vechtdal/beheer").text
    assert "Secretaris" in desk.get(f"{DESK}/{asked.id}").text


def test_a_correction_is_taken_over_with_one_button(app, desk, client, page, asked):
    client.post(f"{page}/{asked.lines[0].id}", data={"hours": "6"})
    assert "1 regel" in desk.get(f"{DESK}/{asked.id}").text
    at = f"{DESK}/{asked.id}/{asked.lines[0].id}"
    assert desk.post(at, data={"act": "overnemen"}).status_code == 303
    assert brought(asked).minutes == 360
    assert brought(asked).confirmed_at


def test_a_failed_mail_is_one_to_do_and_mailing_again_ends_it(desk):
    asked = a_mailed_list()
    with transaction() as tx:
        tx.get_one(QuarterList, asked.id).expires_at = now() + lists.LASTS
        tx.get_one(OutboxMail, mails()[0].id).state = MailState.FAILED
    today = desk.get("/vechtdal/beheer").text
    assert "Bevestiging van een partner" in today
    assert "niet is aangekomen" not in today, "one to-do, not two"
    assert desk.post(f"{DESK}/{asked.id}/opnieuw").status_code == 303
    assert "Bevestiging van een partner" not in desk.get("/vechtdal/beheer").text
    assert str(QUARTER.year) in desk.get(f"/vechtdal/beheer/partners/{asked.partner_id}").text
    assert db.session().scalars(select(Partnership)).one().confirmed_at is None
