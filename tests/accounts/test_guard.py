"""The one door: what each access mark lets through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from community.accounts.access import may_work_here, role_here, visitor
from community.accounts.models import Person, Role
from community.libraries.tenancy import tenant_blueprint
from community.web import access as marks
from tests import factories as a

ClientOf = Callable[[Person], FlaskClient]


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """The house with one view behind each mark, and a door for tests to come in by."""
    rooms = tenant_blueprint("marked", __name__)
    lobby = Blueprint("lobby", __name__)

    for mark in (
        marks.open_to_all,
        marks.signed_in,
        marks.hosts_only,
        marks.staff_only,
        marks.librarians_only,
        marks.managers_only,
    ):
        view = mark(lambda: f"{role_here()} {may_work_here()}")
        name = str(marks.access_of(view))
        rooms.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    lobby.add_url_rule("/t-op", "operators", marks.operators_only(lambda: "ok"))
    lobby.add_url_rule("/t-dev", "development", marks.development_only(lambda: "ok"))
    lobby.add_url_rule("/t-unmarked", "unmarked", lambda: "ok")
    lobby.add_url_rule("/t-who", "who", marks.open_to_all(lambda: str(visitor() and "somebody")))

    own_app.register_blueprint(rooms)
    own_app.register_blueprint(lobby)
    return own_app


def test_a_stranger_is_sent_to_sign_in_and_comes_back_to_where_they_were_going(
    client: FlaskClient,
) -> None:
    a.a_library()
    answer = client.get("/vechtdal/librarians?dag=1")
    assert answer.status_code == 303
    assert answer.location == "/inloggen?next=/vechtdal/librarians?dag%3D1"


def test_an_act_of_a_stranger_is_not_repeated_after_signing_in(client: FlaskClient) -> None:
    a.a_library()
    assert client.post("/vechtdal/signed_in").location == "/inloggen?bij=vechtdal"


def test_htmx_is_sent_to_the_whole_page_of_signing_in(client: FlaskClient) -> None:
    a.a_library()
    answer = client.get("/vechtdal/signed_in", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/inloggen?next=")


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (None, {"open", "signed_in", "hosts"}),
        (Role.RESIDENT, {"open", "signed_in", "hosts"}),
        (Role.HOST, {"open", "signed_in", "hosts"}),
        (Role.VOLUNTEER, {"open", "signed_in", "hosts"}),
        (Role.STAFF, {"open", "signed_in", "hosts", "staff"}),
        (Role.LIBRARIAN, {"open", "signed_in", "hosts", "staff", "librarians"}),
        (Role.MANAGER, {"open", "signed_in", "hosts", "staff", "librarians", "managers"}),
    ],
)
def test_a_role_opens_what_it_is_for_and_no_more(
    client_of: ClientOf, role: Role | None, opens: set[str]
) -> None:
    a.a_library()
    client = client_of(a.a_member(role) if role else a.a_person())
    marked = {"open", "signed_in", "hosts", "staff", "librarians", "managers"}
    status = {name: client.get(f"/vechtdal/{name}").status_code for name in marked}
    assert status == {name: 200 if name in opens else 403 for name in marked}


def test_a_role_counts_in_its_own_library_only(client_of: ClientOf) -> None:
    ours = a.a_library()
    a.a_library("zuidpolder")
    client = client_of(a.a_member(Role.MANAGER, ours))
    assert client.get("/vechtdal/open").text == "manager True"
    assert client.get("/zuidpolder/open").text == "None False"
    assert client.get("/zuidpolder/staff").status_code == 403


def test_an_operator_has_the_installation_and_no_librarys_desk(client_of: ClientOf) -> None:
    a.a_library()
    client = client_of(a.an_operator())
    assert client.get("/t-op").status_code == 200
    assert client.get("/vechtdal/staff").status_code == 403
    assert client_of(a.a_member(Role.MANAGER)).get("/t-op").status_code == 403


def test_what_is_for_developers_does_not_exist_elsewhere(app: Flask, client: FlaskClient) -> None:
    assert client.get("/t-dev").status_code == 404
    app.config["DEVELOPMENT"] = True
    assert client.get("/t-dev").status_code == 200


def test_a_view_that_does_not_say_who_may_come_in_lets_nobody_in(client: FlaskClient) -> None:
    assert client.get("/t-unmarked").status_code == 500


def test_a_page_for_everybody_neither_reads_nor_sets_a_cookie(client: FlaskClient) -> None:
    answer = client.get("/t-who")
    assert answer.text == "None"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.vary
