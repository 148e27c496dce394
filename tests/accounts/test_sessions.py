"""Being signed in: a row that the cookie names, and nothing without it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from community.accounts.models import SignedIn
from community.clock import now
from community.db import transaction
from tests import factories as a
from tests.accounts.coming_in import a_link, cookie_of, is_in


def test_signing_out_makes_the_cookie_worthless(app: Flask, client: FlaskClient) -> None:
    client.post(a_link(a.a_person()))
    stolen = cookie_of(client)
    assert client.get("/uitloggen").status_code == 200
    assert is_in(client)  # Only the button signs out.
    assert client.post("/uitloggen").status_code == 303
    thief = app.test_client()
    thief.set_cookie("kring", stolen)
    assert not is_in(client)
    assert not is_in(thief)


def test_signing_in_gives_a_new_secret_whatever_the_cookie_was(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    noor, mallory = a.a_person(), a.a_person("Mallory")
    client.post(a_link(mallory))
    planted = cookie_of(client)
    victim = app.test_client()
    victim.set_cookie("kring", planted)
    victim.post(a_link(noor))
    assert cookie_of(victim) != planted
    assert session.scalars(select(SignedIn.person_id)).all() == [noor.id]
    assert not is_in(client)  # What was planted is signed in as nobody now.
    assert is_in(victim)


def test_what_was_in_the_cookie_before_does_not_survive_signing_in(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "planted"
    client.post(a_link(a.a_person()))
    with client.session_transaction() as cookie:
        assert "csrf_token" not in cookie


def test_a_cookie_that_was_made_up_is_nobodys(app: Flask, client: FlaskClient) -> None:
    a.a_person()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "1"
    assert not is_in(client)
    answer = client.get("/inloggen/wachtwoord")
    assert answer.status_code == 200


def test_the_use_of_a_browser_is_noted_at_most_hourly(
    client: FlaskClient, session: Session
) -> None:
    client.post(a_link(a.a_person()))

    def used() -> object:
        session.rollback()
        return session.scalars(select(SignedIn.last_used_at)).one()

    at_first = used()
    answer = client.get("/mijn/wachtwoord")
    assert used() == at_first
    assert "Set-Cookie" not in answer.headers
    long_ago = now() - timedelta(hours=2)
    with transaction() as tx:
        tx.execute(update(SignedIn).values(last_used_at=long_ago))
    answer = client.get("/mijn/wachtwoord")
    assert used() > long_ago
    assert "Set-Cookie" in answer.headers  # The cookie lives on as the row does.


def test_a_browser_that_was_forgotten_is_asked_to_sign_in(client: FlaskClient) -> None:
    client.post(a_link(a.a_person()))
    with transaction() as tx:
        tx.execute(update(SignedIn).values(expires_at=now() - timedelta(seconds=1)))
    assert client.get("/mijn/wachtwoord").location == "/inloggen?next=/mijn/wachtwoord"


def test_the_cookie_is_for_this_site_alone(client: FlaskClient) -> None:
    said = client.post(a_link(a.a_person())).headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Expires" in said
