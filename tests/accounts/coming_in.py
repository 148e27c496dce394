"""What tests of coming in and of sessions share: a password, a link, and whether one is in."""

from __future__ import annotations

from flask.testing import FlaskClient

from community.accounts import passwords, services
from community.accounts.models import Person
from community.clock import now
from community.db import transaction

PASSWORD = "tafel-regen-lamp"


def with_password(person: Person, password: str = PASSWORD) -> Person:
    with transaction() as tx:
        tx.get_one(Person, person.id).password_hash = passwords.hashed(password)
    return person


def a_link(person: Person, wanted: str = "") -> str:
    with transaction() as tx:
        _row, token = services.make_link(
            tx, person, key="only for tests", next_url=wanted, now=now()
        )
    return f"/inloggen/{token}"


def is_in(browser: FlaskClient) -> bool:
    """Whether a page for who is signed in opens."""
    return browser.get("/mijn/wachtwoord").status_code == 200


def cookie_of(browser: FlaskClient) -> str:
    cookie = browser.get_cookie("kring")
    assert cookie is not None
    return cookie.value
