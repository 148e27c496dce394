"""`flask --app app person invite`: how the first people come in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts import queries
from community.accounts.models import NetworkAdviser, Person, Role
from community.outbox.models import OutboxMail
from tests import factories as a


def invite(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["person", "invite", *words])
    return done.exit_code, done.output


def test_a_manager_is_invited_and_comes_in_by_the_printed_link(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    library = a.a_library()
    code, said = invite(app, "Joke@example.org", "--role", "manager", "--library", "vechtdal")
    assert code == 0
    link = said.split()[-1]
    assert link.startswith("http://127.0.0.1:8000/inloggen/")
    joke = session.scalars(select(Person)).one()
    assert (joke.email, joke.first_name) == ("joke@example.org", "Joke")
    assert queries.find_role(session, library.id, joke.id) is Role.MANAGER
    assert session.scalars(select(OutboxMail.template)).all() == ["accounts/invitation"]
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.post(path).location == "/vechtdal/beheer/"


def test_the_operator_comes_without_a_library(app: Flask, session: Session) -> None:
    code, _said = invite(app, "kim@example.org", "--role", "operator", "--name", "Kim Smit")
    assert code == 0
    kim = session.scalars(select(Person)).one()
    assert kim.is_operator
    assert kim.first_name == "Kim Smit"
    assert kim.memberships == []


def test_an_adviser_comes_with_a_network(app: Flask, session: Session) -> None:
    network = a.a_network("overijssel")
    code, _ = invite(app, "rob@example.org", "--role", "adviser", "--network", "overijssel")
    assert code == 0
    assert session.scalars(select(NetworkAdviser.network_id)).all() == [network.id]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("x", "--role", "operator"), "@"),
        (("x@y.nl\nBcc: z@y.nl", "--role", "operator"), "@"),
        (("x@y.nl", "--role", "boss"), "boss"),
        (("x@y.nl", "--role", "manager"), "--library"),
        (("x@y.nl", "--role", "manager", "--library", "nergens"), "‘nergens’"),
        (("x@y.nl", "--role", "adviser"), "--network"),
        (("x@y.nl", "--role", "adviser", "--network", "nergens"), "‘nergens’"),
        (("x@y.nl", "--role", "operator", "--library", "vechtdal"), "--library does not go with"),
        (("x@y.nl", "--role", "host", "--network", "vechtdal"), "--network does not go with"),
        (("x@y.nl", "--role", "operator", "--name", "a\nb"), "--name"),
    ],
)
def test_a_mistake_is_told_in_a_sentence_and_leaves_nothing_behind(
    app: Flask, session: Session, words: tuple[str, ...], says: str
) -> None:
    a.a_library()
    code, said = invite(app, *words)
    assert code != 0
    assert says in said.splitlines()[-1]
    assert "Traceback" not in said
    assert session.scalars(select(Person)).all() == []
