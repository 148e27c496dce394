"""Questions in a browser: put by the desk, answered by who signs up, read by who receives them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from community.clock import now
from community.gatherings.questions import Question
from tests.factories import a_gathering, a_host_of, a_member, a_sign_up
from tests.gatherings.asking import (
    BIKE,
    DIET,
    KEPT,
    LEVEL,
    SENT,
    SIX,
    STAYS,
    ask,
    row,
    said_by,
)
from tests.gatherings.desk import DESK, count, edited, error_beside, the_gathering, typed
from tests.gatherings.signing_up import CONFIRMED, link_of, noor, only, where


@pytest.fixture
def bikes(app):
    return ask(a_gathering("Fietsen maken"), *SIX)


# ─── the desk asks ───


def test_questions_are_asked_in_the_order_of_their_numbers(desk):
    rows = row(1, BIKE, place=2) | row(2, LEVEL, place=1) | row(3, Question(label=""))
    assert desk.post(f"{DESK}/nieuw", data=typed(**rows)).status_code == 303
    assert the_gathering().questions == (LEVEL, BIKE)


def test_what_cannot_be_asked_stands_beside_its_own_row(desk):
    rows = row(1, BIKE) | row(2, Question(label="Kies maar", kind=LEVEL.kind)) | row(3, BIKE)
    answer = desk.post(f"{DESK}/nieuw", data=typed(**rows))
    assert answer.status_code == 422
    assert error_beside(answer, "question_2_options")
    assert error_beside(answer, "question_3_label")
    assert not error_beside(answer, "question_1_label")
    assert "Kies maar" in answer.text
    assert 'href="#question_2_options"' in answer.text
    assert count() == 0


def test_a_walk_in_asks_nothing(desk):
    walk_in = {"sign_up_mode": "none", "capacity": ""}
    answer = desk.post(f"{DESK}/nieuw", data=typed(**row(1, BIKE), **walk_in))
    assert answer.status_code == 422
    assert error_beside(answer, "question_1_label")


def test_one_more_and_one_less_work_as_plain_buttons(desk):
    rows = row(1, BIKE, place=2) | row(2, STAYS, place=1)
    more = desk.post(f"{DESK}/nieuw", data=typed(**rows, act="vraag")).text
    assert re.findall(r'name="question_(\d)_label"[^>]*value="([^"]*)"', more) == [
        ("1", STAYS.label),
        ("2", BIKE.label),
        ("3", ""),
    ]
    places = re.findall(r'name="question_(\d)_place"[^>]*value="(\d)"', more)
    assert [row for row, _ in places] == [place for _, place in places] == ["1", "2", "3"]
    less = desk.post(f"{DESK}/nieuw", data=typed(**rows, act="vraag-1")).text
    assert re.findall(r'name="question_(\d)_label"[^>]*value="([^"]*)"', less) == [
        ("1", STAYS.label),
        ("2", ""),
    ]
    assert count() == 0


def test_a_seventh_question_has_no_row(desk):
    rows = {name: value for n, each in enumerate(SIX, 1) for name, value in row(n, each).items()}
    page = desk.post(f"{DESK}/nieuw", data=typed(**rows, act="vraag")).text
    assert "question_7_label" not in page
    assert 'value="vraag"' not in page


def test_questions_go_through_the_preview_unharmed(desk):
    preview = desk.post(f"{DESK}/nieuw", data=typed(**row(1, DIET), act="voorbeeld")).text
    assert DIET.label in preview
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', preview)
    data = {name: value for name, value in sent if name != "csrf_token"}
    desk.post(f"{DESK}/nieuw", data={**data, "act": "publiceren"})
    assert the_gathering().questions == (DIET,)


def test_who_was_overtaken_sees_what_is_asked_now(desk):
    gathering = ask(a_gathering(), BIKE)
    html = desk.get(f"{DESK}/{gathering.id}/bewerken").text
    first = edited(gathering, html, act="bewaren", **row(1, STAYS))
    assert desk.post(f"{DESK}/{gathering.id}/bewerken", data=first).status_code == 303
    second = edited(gathering, html, act="bewaren", **row(1, LEVEL))
    answer = desk.post(f"{DESK}/{gathering.id}/bewerken", data=second)
    assert answer.status_code == 409
    assert STAYS.label in answer.text
    assert LEVEL.label in answer.text


# ─── people answer ───


def test_without_account_every_kind_is_answered(client, bikes):
    page = client.get(where(bikes)).text
    assert all(question.label in page for question in SIX)
    assert client.post(where(bikes), data=noor(**SENT)).status_code == 303
    assert said_by(only()).by_question == KEPT


def test_an_unanswered_question_stands_beside_itself_and_nothing_typed_is_lost(client, bikes):
    sent = {**SENT, "answer_3": "", "answer_6": "veel", "access_need": "Een lift"}
    answer = client.post(where(bikes), data=noor(**sent))
    assert answer.status_code == 422
    assert error_beside(answer, "answer_3")
    assert error_beside(answer, "answer_6")
    assert "slaat over" in answer.text
    assert "Een lift" in answer.text
    assert re.search(r'value="Noten" checked|checked[^>]*value="Noten"', answer.text)


@pytest.mark.parametrize(
    ("field", "value"),
    [("answer_3", "Kampioen"), ("answer_4", ["Steen"]), ("answer_5", "misschien"),
     ("answer_6", "-1"), ("answer_1", "x" * 201), ("answer_2", "x" * 1001),
     ("access_need", "x" * 301), ("answer_1", "nul\x00")],
)  # fmt: skip
def test_an_answer_that_does_not_fit_is_refused(client, bikes, field, value):
    answer = client.post(where(bikes), data=noor(**{**SENT, field: value}))
    assert answer.status_code == 422
    assert error_beside(answer, field)


def test_what_need_not_be_answered_may_stay_empty(client, bikes):
    assert client.post(where(bikes), data=noor(answer_3="Beginner")).status_code == 303
    assert said_by(only()).by_question == {LEVEL.label: "Beginner"}


def test_with_an_account_one_button_becomes_a_form_only_when_something_is_asked(client_of, bikes):
    browser, plain = client_of(a_member()), a_gathering()
    assert (
        f'method="post" action="{where(plain)}"'
        in browser.get(f"/vechtdal/agenda/{plain.id}-{plain.slug}").text
    )
    page = browser.get(f"/vechtdal/agenda/{bikes.id}-{bikes.slug}").text
    assert f'method="post" action="{where(bikes)}"' not in page
    assert f'href="{where(bikes)}"' in page
    assert browser.post(where(bikes), data={"party_size": "1"}).status_code == 422
    assert browser.post(where(bikes), data={"party_size": "1", **SENT}).status_code == 303
    assert (only().status, said_by(only()).by_question) == (CONFIRMED, KEPT)


def test_a_sensitive_gathering_keeps_answers_and_needs(client):
    gathering = ask(a_gathering(is_sensitive=True), BIKE)
    sent = {"first_name": "Z", "party_size": "1", "once": "0" * 32, "access_need": "Rust"}
    assert client.post(where(gathering), data={**sent, "answer_1": "Rood"}).status_code == 303
    assert said_by(only()).by_question == {BIKE.label: "Rood"}


def test_on_ones_own_page_answers_are_seen_and_changed(app, client, bikes):
    client.post(where(bikes), data=noor(**SENT))
    entry = a_sign_up(ask(a_gathering(), BIKE, LEVEL))
    own = link_of(app, entry)
    assert client.post(f"{own}/antwoorden", data={"answer_1": "Tandem"}).status_code == 422
    changed = {"answer_1": "Tandem", "answer_2": "Gevorderd", "access_need": "Een lift"}
    assert client.post(f"{own}/antwoorden", data=changed).status_code == 303
    page = client.get(own).text
    assert 'value="Tandem"' in page
    assert "Een lift" in page
    assert said_by(entry).by_question == {BIKE.label: "Tandem", LEVEL.label: "Gevorderd"}


def test_what_has_begun_is_answered_no_more(app, client):
    gathering = ask(a_gathering(starts_at=now() - timedelta(minutes=5)), BIKE)
    own = link_of(app, a_sign_up(gathering))
    assert "antwoorden" not in client.get(own).text
    assert client.post(f"{own}/antwoorden", data={"answer_1": "Tandem"}).status_code == 409


# ─── the desk reads ───


def test_the_desk_signs_people_up_with_their_answers(desk, bikes):
    add = f"{DESK}/{bikes.id}/aanmeldingen/toevoegen"
    guest = {"first_name": "Gerrit", "party_size": "1", "once": "0" * 32}
    assert desk.post(add, data=guest).status_code == 422
    assert desk.post(add, data={**guest, **SENT}).status_code == 303
    assert said_by(only()).by_question == KEPT


def test_who_is_known_is_asked_too(desk, bikes):
    wim = a_member(name="Wim")
    add = f"{DESK}/{bikes.id}/aanmeldingen/toevoegen"
    assert f'href="{add}/{wim.id}"' in desk.get(f"{add}?q=Wim").text
    assert BIKE.label in desk.get(f"{add}/{wim.id}").text
    assert desk.post(f"{add}/{wim.id}", data={"party_size": "1"}).status_code == 422
    assert desk.post(f"{add}/{wim.id}", data={"party_size": "2", **SENT}).status_code == 303
    assert (only().party_size, said_by(only()).by_question) == (2, KEPT)


def test_who_receives_people_reads_what_they_said(client, client_of, desk, bikes):
    client.post(where(bikes), data=noor(**SENT, access_need="Een plek bij de deur"))
    host = client_of(a_host_of(bikes))
    for browser in (desk, host):
        page = browser.get(f"{DESK}/{bikes.id}/aanmeldingen").text
        assert "Een bakfiets" in page
        assert "Vlees, Noten" in page
        assert "Een plek bij de deur" in page
    assert client_of(a_member()).get(f"{DESK}/{bikes.id}/aanmeldingen").status_code == 404


def test_the_spreadsheet_has_a_column_for_every_question_and_none_for_needs(client, desk):
    gathering = ask(a_gathering(), Question(label="=HYPERLINK(1)"), BIKE)
    sent = noor(answer_1="+31 6", answer_2="Tandem", access_need="Een plek bij de deur")
    client.post(where(gathering), data=sent)
    ask(gathering, BIKE)
    table = desk.get(f"{DESK}/{gathering.id}/aanmeldingen/aanmeldingen.csv").text
    head, guest = table.strip().splitlines()
    assert head.endswith("'=HYPERLINK(1);Welke fiets breng je mee?")
    assert guest.endswith("'+31 6;Tandem")
    assert "deur" not in table
