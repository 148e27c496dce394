"""The manager's page of who works in a library."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts import queries
from community.accounts.models import Person, Role
from community.outbox.models import OutboxMail
from tests import factories as a
from tests.accounts.conftest import ClientOf

HERE = "/vechtdal/beheer/mensen"


@pytest.fixture
def manager(client_of: ClientOf) -> FlaskClient:
    a.a_library()
    return client_of(a.a_member(Role.MANAGER, name="Joke"))


def role_of(session: Session, person: Person) -> Role | None:
    session.rollback()
    return queries.find_role(session, a.the_library().id, person.id)


def test_the_page_shows_who_works_here_and_no_resident(manager: FlaskClient) -> None:
    a.a_member(Role.LIBRARIAN, name="Sanne")
    a.a_member(name="Fatima")
    page = manager.get(HERE).text
    assert "Sanne" in page
    assert "Joke" in page
    assert "Fatima" not in page
    assert page.index("Joke") < page.index("Sanne")  # Who may most comes first.


def test_a_resident_is_found_and_made_a_host(manager: FlaskClient, session: Session) -> None:
    fatima = a.a_member(name="Fatima")
    found = manager.get(HERE, query_string={"q": "fat"}).text
    assert f'href="{HERE}/{fatima.id}"' in found
    answer = manager.post(f"{HERE}/{fatima.id}", data={"role": "host"})
    assert answer.status_code == 303
    assert "Fatima: Gastheer of gastvrouw." in manager.get(answer.location).text
    assert role_of(session, fatima) is Role.HOST


def test_an_empty_search_says_what_to_do(manager: FlaskClient) -> None:
    page = manager.get(HERE, query_string={"q": "<b>niemand"}).text
    assert "0 mensen gevonden" in page
    assert "‘&lt;b&gt;niemand’" in page


@pytest.mark.parametrize("words", ["a\x00b", "a\r\nb", "x" * 100_000, "%", "\u2028"])
def test_a_strange_search_finds_nobody_in_peace(manager: FlaskClient, words: str) -> None:
    if len(words) > 1000:
        words = words[:8000]  # A longer address is refused before it gets here.
    assert manager.get(HERE, query_string={"q": words}).status_code == 200


def test_a_manager_stays_until_there_is_another(
    manager: FlaskClient, session: Session, client_of: ClientOf
) -> None:
    joke = session.scalars(select(Person).where(Person.first_name == "Joke")).one()
    answer = manager.post(f"{HERE}/{joke.id}", data={"role": "resident"})
    assert answer.status_code == 422
    assert "minstens één manager" in answer.text
    a.a_member(Role.MANAGER, name="Kim")
    assert manager.post(f"{HERE}/{joke.id}", data={"role": "resident"}).location == "/mijn"
    assert manager.get(HERE).status_code == 403  # At once, though she is still signed in.


def test_people_of_another_library_do_not_exist_here(
    manager: FlaskClient, session: Session
) -> None:
    theirs = a.a_library("zuidpolder")
    sanne = a.a_member(Role.LIBRARIAN, theirs, name="Sanne")
    nobody = a.a_person("Bas")
    for person in (sanne, nobody):
        assert manager.get(f"{HERE}/{person.id}").status_code == 404
        assert manager.post(f"{HERE}/{person.id}", data={"role": "host"}).status_code == 404
    assert manager.get("/zuidpolder/beheer/mensen").status_code == 403
    assert queries.find_role(session, theirs.id, sanne.id) is Role.LIBRARIAN


@pytest.mark.parametrize("role", ["", "operator", "MANAGER", "x" * 100_000, "host\r\n", "\x00"])
def test_a_role_that_does_not_exist_is_not_given(
    manager: FlaskClient, session: Session, role: str
) -> None:
    fatima = a.a_member(name="Fatima")
    assert manager.post(f"{HERE}/{fatima.id}", data={"role": role}).status_code == 422
    assert role_of(session, fatima) is Role.RESIDENT


def test_somebody_new_is_invited_and_can_come_in(
    manager: FlaskClient, client: FlaskClient, session: Session, post
) -> None:
    invited = {"first_name": "Stijn", "email": "Stijn@Example.org", "role": "librarian"}
    answer = manager.post(f"{HERE}/uitnodigen", data=invited)
    assert answer.status_code == 303
    assert "Stijn krijgt een uitnodiging" in manager.get(answer.location).text
    (mail,) = post()
    assert mail["To"] == "stijn@example.org"
    stijn = session.scalars(select(Person).where(Person.email == "stijn@example.org")).one()
    assert role_of(session, stijn) is Role.LIBRARIAN


def test_inviting_somebody_who_is_known_gives_the_role_and_keeps_the_name(
    manager: FlaskClient, session: Session
) -> None:
    fatima = a.a_member(name="Fatima", email="fatima@example.org")
    invited = {"first_name": "F.", "email": "fatima@example.org", "role": "host"}
    assert manager.post(f"{HERE}/uitnodigen", data=invited).status_code == 303
    assert role_of(session, fatima) is Role.HOST
    assert session.get_one(Person, fatima.id).first_name == "Fatima"


def test_the_last_manager_is_not_invited_away(manager: FlaskClient, session: Session) -> None:
    joke = session.scalars(select(Person).where(Person.first_name == "Joke")).one()
    invited = {"first_name": "Joke", "email": joke.email, "role": "host"}
    assert manager.post(f"{HERE}/uitnodigen", data=invited).status_code == 422
    assert role_of(session, joke) is Role.MANAGER
    assert session.scalar(select(func.count(OutboxMail.id))) == 0


@pytest.mark.parametrize(
    "name", ["", "a\x00b", "a\r\nBcc: x@y.nl", "a\u2028b", "\ufffd", "x" * 81, "x" * 100_000]
)
def test_a_name_that_cannot_be_kept_is_asked_again(
    manager: FlaskClient, session: Session, name: str
) -> None:
    invited = {"first_name": name, "email": "stijn@example.org", "role": "host"}
    answer = manager.post(f"{HERE}/uitnodigen", data=invited)
    assert answer.status_code == 422
    assert 'id="first_name-error"' in answer.text
    assert session.scalar(select(func.count(Person.id))) == 1


def test_markup_in_a_name_is_text(manager: FlaskClient) -> None:
    a.a_member(Role.HOST, name="<script>alert(1)</script>", email="x@example.org")
    page = manager.get(HERE).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
