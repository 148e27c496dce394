"""Passkeys: of this site alone, each challenge answered once, and a copy opens nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from community import tokens
from community.accounts import new_address, proofs
from community.accounts.models import AddressChange, Person
from community.clock import now
from community.credentials import passkeys, queries
from community.credentials.passkeys import PasskeyRefused, Site
from community.db import transaction
from tests import factories as a
from tests.accounts.coming_in import a_link, is_in
from tests.credentials.authenticator import ORIGIN, Device
from tests.credentials.factors import KEY, a_telephone

pytestmark = pytest.mark.usefixtures("app")

SITE = Site.of(ORIGIN, KEY)


def a_passkey(person, device: Device | None = None, at=None) -> Device:
    device, at = device or Device(), at or now()
    with transaction() as tx:
        options = passkeys.options_to_add(tx, SITE, person, now=at)
        passkeys.add(tx, SITE, person.id, device.make(options), "iPhone", now=at)
    return device


def come_in(answer, at=None) -> int:
    with transaction() as tx:
        return passkeys.come_in(tx, SITE, answer, now=at or now())


def asked(at=None) -> str:
    return passkeys.options_to_come_in(SITE, now=at or now())


def test_a_passkey_says_whose_it_is():
    noor, riet = a.a_person(), a.a_person("Riet")
    hers, of_riet = a_passkey(noor), a_passkey(riet)
    assert come_in(hers.sign(asked())) == noor.id
    assert come_in(of_riet.sign(asked())) == riet.id


def test_a_challenge_is_answered_once_and_in_time():
    device = a_passkey(a.a_person())
    options = asked()
    answer = device.sign(options)
    come_in(answer)
    for again in (answer, device.sign(options)):
        with pytest.raises(PasskeyRefused):
            come_in(again)
    late = device.sign(asked(now() - passkeys.CHALLENGE - timedelta(seconds=1)))
    with pytest.raises(PasskeyRefused):
        come_in(late)


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8001"},
        {"rp_id": "evil.example"},
        {"verifies": False},
    ],
    ids=str,
)
def test_another_site_and_a_device_that_asked_nobody_are_refused(bent):
    noor = a.a_person()
    device = a_passkey(noor)
    with pytest.raises(PasskeyRefused):
        come_in(replace(device, **bent).sign(asked()))
    with pytest.raises(PasskeyRefused):
        a_passkey(noor, Device(**bent))


def test_a_copy_is_known_by_its_counter():
    device = a_passkey(a.a_person())
    copy = replace(device)
    for _ in range(2):
        come_in(device.sign(asked()))
    with pytest.raises(PasskeyRefused):
        come_in(copy.sign(asked()))


def test_another_key_under_the_same_name_is_refused():
    noor, riet = a.a_person(), a.a_person("Riet")
    hers = a_passkey(noor)
    with pytest.raises(PasskeyRefused):
        come_in(Device(credential_id=hers.credential_id).sign(asked()))
    with pytest.raises(PasskeyRefused):
        a_passkey(riet, hers)  # Somebody else's credential, as one's own.


def test_a_challenge_for_one_does_not_do_for_another():
    noor, riet, device = a.a_person(), a.a_person("Riet"), Device()
    with transaction() as tx:
        of_riet = passkeys.options_to_add(tx, SITE, riet, now=now())
    with pytest.raises(PasskeyRefused), transaction() as tx:
        passkeys.add(tx, SITE, noor.id, device.make(of_riet), "iPhone", now=now())
    with pytest.raises(PasskeyRefused), transaction() as tx:
        passkeys.add(tx, SITE, noor.id, device.make(asked()), "iPhone", now=now())


def test_a_passkey_is_both_and_ends_the_waiting(app, client_of, client, session):
    a.a_library()
    bas = a.a_librarian(second_factor_by=now())
    browser, device = client_of(bas), Device()
    options = browser.get("/mijn/inloggen/passkeys/nieuw").text
    answer = {"answer": json.dumps(device.make(options))}
    assert browser.post("/mijn/inloggen/passkeys/nieuw", data=answer).status_code == 200
    assert browser.get("/vechtdal/beheer/").status_code == 200

    client.post(a_link(bas))
    assert not is_in(client)  # By a link alone no more.
    sent = {"answer": json.dumps(device.sign(client.get("/inloggen/passkey").text))}
    assert client.post("/inloggen/passkey", data=sent).get_json() == {"to": "/vechtdal/beheer/"}
    assert is_in(client)
    assert app.test_client().post("/inloggen/passkey", data=sent).status_code == 422

    (own,) = queries.list_passkeys(session, bas.id)
    stranger = client_of(a.a_person())
    assert stranger.get(f"/mijn/inloggen/passkeys/{own.id}").status_code == 404
    stranger.post(f"/mijn/inloggen/passkeys/{own.id}/weg")
    assert queries.has_one(session, bas.id)
    renamed = client.post(f"/mijn/inloggen/passkeys/{own.id}", data={"name": "Mijn tablet"})
    assert renamed.status_code == 303
    assert "Mijn tablet" in client.get("/mijn/inloggen").text
    client.post(f"/mijn/inloggen/passkeys/{own.id}/weg")
    assert not queries.has_one(session, bas.id)
    assert client.get("/vechtdal/beheer/").location.startswith("/mijn/inloggen/extra-code")


@pytest.mark.parametrize("nonsense", ["", "[]", "{", "null", '{"response": 3}', '{"id": "x"}'])
def test_nonsense_is_refused_in_peace(client, nonsense):
    answer = client.post("/inloggen/passkey", data={"answer": nonsense})
    assert answer.status_code == 422
    assert answer.get_json()["says"]


def test_a_resident_with_a_passkey_still_comes_in_by_a_link(client):
    noor = a.a_person()
    a_passkey(noor)
    client.post(a_link(noor))
    assert is_in(client)


@pytest.mark.parametrize(
    ("address", "gives"),
    [("https://kring.example.org", True), ("http://localhost:8000", True),
     ("http://192.168.1.20", False), ("http://[::1]:8000", False)],
)  # fmt: skip
def test_browsers_give_passkeys_to_a_name_and_not_to_a_number(address, gives):
    assert Site.of(address, KEY).can_have_passkeys is gives


@pytest.mark.parametrize("settings", [{"BASE_URL": "http://192.168.1.20:8000"},
                                      {"BASE_URL": "http://localhost:8000"}])  # fmt: skip
def test_the_house_offers_a_passkey_only_where_browsers_give_one(app, settings, client_of, client):
    gives = "localhost" in settings["BASE_URL"]
    bas = client_of(a.a_librarian())
    assert ("data-passkey" in client.get("/inloggen").text) is gives
    for path in ("/mijn/inloggen", "/mijn/inloggen/extra-code"):
        page = bas.get(path)
        assert page.status_code == 200
        assert ("data-passkey" in page.text) is gives


def test_who_takes_an_account_over_loses_what_they_added_when_the_address_is_put_back(session):
    """What was there before stays, but for the codes on paper: those may be the thief's."""
    bas = a.a_librarian(email="bas@oud.example")
    began = now() - timedelta(hours=2)
    hers = a_passkey(bas, at=began - timedelta(days=1))
    a_telephone(bas, began - timedelta(days=1))
    with transaction() as tx:
        change = AddressChange(
            person_id=bas.id, email="dief@example.org", created_at=began,
            expires_at=now() + timedelta(days=1), used_at=now(), old_email="bas@oud.example",
        )  # fmt: skip
        tx.add(change)
        tx.flush()
        token = tokens.derive(KEY, new_address.PUT_BACK, change.id, change.salt)
    of_the_thief = a_passkey(bas, at=began + timedelta(minutes=1))
    with transaction() as tx:
        new_address.put_back(tx, token, key=KEY, now=now())
    session.rollback()
    assert come_in(hers.sign(asked())) == bas.id
    with pytest.raises(PasskeyRefused):
        come_in(of_the_thief.sign(asked()))
    assert queries.find_extra_code(session, bas.id) is not None
    assert queries.count_recovery_codes(session, bas.id) == 0


def test_an_extra_code_of_the_thief_goes_too_and_the_desk_asks_for_one_first(session):
    bas = a.a_librarian(email="bas@oud.example")
    since = now() - timedelta(minutes=10)
    a_telephone(bas)
    with transaction() as tx:
        proofs.forget_since(tx, bas.id, since)
    session.rollback()
    assert queries.find_extra_code(session, bas.id) is None
    assert session.get_one(Person, bas.id).lacks_second_factor(now())
