"""RELIABILITY 16: every door that a stranger knocks on counts, and stays shut after too much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from community.accounts import doors
from community.accounts.models import AddressChange, Knock, Person, SignedIn, SignInLink
from community.clock import now
from community.db import session, transaction
from tests import factories as a
from tests.accounts.coming_in import PASSWORD, a_link, is_in, with_password
from tests.credentials.factors import a_telephone
from tests.single_sign_on.provider import Provider, set_up

MINUTE = timedelta(minutes=1)
PASSWORD_OF_BAS = {"email": "bas@example.org", "password": PASSWORD}

#: As a stranger, or as who is signed in: the door, and what knocks on it.
BY_A_STRANGER = {
    "a link by mail": ("POST", "/inloggen", {"email": "bas@example.org"}),
    "a link, used": ("POST", "{link}", {}),
    "a password": ("POST", "/inloggen/wachtwoord", PASSWORD_OF_BAS),
    "a passkey": ("POST", "/inloggen/passkey", {"answer": "{}"}),
    "a work account": ("GET", "/vechtdal/inloggen/werkaccount/", {}),
    "a work account, back": ("GET", "/vechtdal/inloggen/werkaccount/terug", {}),
    "a new address, proven": ("POST", "/mijn/adres/1-AAAAAAAAAAAAAAAAAAAAAA", {}),
    "an old address, put back": ("POST", "/mijn/adres/terug/1-AAAAAAAAAAAAAAAAAAAAAA", {}),
}  # fmt: skip
BY_A_PERSON = {
    "another address": ("POST", "/mijn/adres", {"email": "new@example.org"}),
    "a link, once more": ("POST", "/mijn/opnieuw/link", {}),
}


@pytest.fixture
def bas(app) -> Person:
    """Somebody with every way in."""
    library = a.a_library()
    set_up(library, Provider("https://login.example", "kring", "a secret of theirs"))
    return with_password(a.a_librarian(library, email="bas@example.org"))


@pytest.fixture
def worn(bas, monkeypatch) -> None:
    """Every door was knocked on too often."""
    monkeypatch.setattr(doors, "count", lambda *_args, **_named: MINUTE)


def what_happened() -> list[object]:
    """Rows that say that a door did what it is for."""
    session().rollback()
    used = select(func.count()).where(SignInLink.used_at.is_not(None))
    return [
        session().scalar(select(func.count()).select_from(AddressChange)),
        session().scalar(select(func.count()).select_from(SignInLink)),
        session().scalar(used),
        session().scalar(select(func.count()).select_from(SignedIn)),
    ]


@pytest.mark.parametrize("door", BY_A_STRANGER)
def test_a_stranger_who_knocks_too_often_waits(client, bas, worn, door):
    method, path, data = BY_A_STRANGER[door]
    path = path.format(link=a_link(bas))
    before = what_happened()
    answer = client.open(path, method=method, data=data)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert what_happened() == before
    assert not is_in(client)


@pytest.mark.parametrize("door", BY_A_PERSON)
def test_who_is_signed_in_waits_too(client_of, bas, worn, door):
    method, path, data = BY_A_PERSON[door]
    browser = client_of(bas)
    before = what_happened()
    assert browser.open(path, method=method, data=data).status_code == 429
    assert what_happened() == before


def test_a_code_is_not_guessed_when_it_is_asked_once_more_either(client_of, bas, worn):
    """Whoever sits at a screen that was left open has no right code, and no hundred tries."""
    telephone, browser = a_telephone(bas), client_of(bas)
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=now() - timedelta(hours=1)))
    sent = {"again_code": telephone.code()}
    assert browser.post("/mijn/inloggen/extra-code/weg", data=sent).status_code == 429


def test_everybody_together_is_counted_too(app, bas, monkeypatch):
    """A flood from as many networks as there are, on as many accounts."""
    narrow = doors.Door("a door", everybody=doors.Limit(2, MINUTE), network=doors.Limit(2, MINUTE))
    monkeypatch.setattr(doors, "USE_OF_LINK", narrow)
    answers = [
        app.test_client().post(
            f"/inloggen/{n}-AAAA", environ_overrides={"REMOTE_ADDR": f"192.0.2.{n}"}
        )
        for n in range(3)
    ]
    assert [each.status_code for each in answers] == [410, 410, 429]
    assert session().scalar(select(func.max(Knock.count))) == 3
