"""Who mistypes an address in a library is still in that library, and finds a way on."""

from __future__ import annotations

import pytest
from flask import abort

from community.libraries.models import Library
from community.web.access import open_to_all
from tests.factories import the_library


@pytest.mark.parametrize("address", ["/vechtdal/bestaat-niet", "/vechtdal/agenda/abc/def"])
def test_a_page_that_is_not_there_is_of_its_library(client, session, address):
    name = session.get_one(Library, the_library().id).name
    answer = client.get(address)
    assert answer.status_code == 404
    assert f"<span>{name}</span>" in answer.text
    assert 'href="/vechtdal/"' in answer.text


@pytest.mark.parametrize("address", ["/nergens/iets", "/huisregels/iets", "/Vechtdal/x", "/x.php"])
def test_what_is_of_no_library_is_of_the_house(client, address):
    the_library()
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<span>Kenniskring</span>" in answer.text


@pytest.fixture
def guarded(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    return client


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("{here}/inloggen?next=/mijn", 'href="/inloggen?next=/mijn"'),
        ("https://elders.example/inloggen?x=1", 'href="/inloggen"'),
        ("", 'href="/inloggen"'),
    ],
)
def test_who_let_a_form_stand_too_long_gets_back_to_it(guarded, app, came_from, back):
    here = app.config["BASE_URL"]
    answer = guarded.post(
        "/inloggen", data={"email": "noor@example.org"}, base_url=here,
        headers={"Referer": came_from.format(here=here)},
    )  # fmt: skip
    assert answer.status_code == 422
    assert f"{back}>Open de pagina opnieuw</a>" in answer.text
    assert "elders" not in answer.text


def test_what_was_too_large_to_send_leads_back_to_its_form(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 10
    answer = client.post("/inloggen", data={"email": "noor@example.org"})
    assert answer.status_code == 413
    assert 'href="/inloggen">Open de pagina opnieuw</a>' in answer.text


@pytest.mark.parametrize(("method", "leads_back"), [("GET", False), ("POST", True)])
def test_a_form_is_led_back_to_and_a_page_that_is_only_asked_for_not_to_itself(
    app, client, monkeypatch, method, leads_back
):
    @open_to_all
    def refuses():
        abort(409)

    monkeypatch.setitem(app.view_functions, "accounts.sign_in", refuses)
    answer = client.open("/inloggen", method=method)
    assert answer.status_code == 409
    assert ('href="/inloggen">Open de pagina opnieuw</a>' in answer.text) is leads_back


def test_what_was_sent_to_a_page_that_is_not_there_leads_nowhere_back(client):
    answer = client.post("/nergens", headers={"Referer": "http://localhost/inloggen"})
    assert answer.status_code == 404
    assert "Open de pagina opnieuw" not in answer.text
