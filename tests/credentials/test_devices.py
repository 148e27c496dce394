"""Where somebody is signed in, in words, and signing out there."""

from __future__ import annotations

from sqlalchemy import select

from community.accounts.models import SignedIn
from community.credentials.devices import in_words
from tests import factories as a
from tests.accounts.coming_in import a_link, is_in

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
    " Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)
CHROME = "(KHTML, like Gecko) Chrome/120.0.0.0"


KNOWN = {
    PHONE: "iPhone, Safari",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {CHROME} Safari/537.36"
    " Edg/120.0.0.0": "Windows, Edge",
    f"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 {CHROME} Mobile Safari/537.36":
    "Android, Chrome",
    "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0": "Linux, Firefox",
}  # fmt: skip


def test_a_browser_is_called_what_people_call_it():
    """Also by the part of its name that is kept."""
    assert {named: in_words(named[:120]) for named in KNOWN} == KNOWN


def test_somebody_sees_where_they_are_and_signs_out_there(app, session):
    noor, riet = a.a_person(), a.a_person("Riet")
    here, phone, hers = (app.test_client() for _ in range(3))
    here.post(a_link(noor))
    phone.post(a_link(noor), headers={"User-Agent": PHONE})
    hers.post(a_link(riet))
    page = here.get("/mijn/apparaten").text
    assert "iPhone, Safari" in page
    assert page.count("kk-today__title") == 2

    of_riet, of_phone = (
        session.scalar(
            select(SignedIn.id).where(SignedIn.person_id == who.id).order_by(SignedIn.id.desc())
        )
        for who in (riet, noor)
    )
    for number in (of_phone, of_phone, of_riet):  # Twice is no error; somebody else's stays.
        assert here.post(f"/mijn/apparaten/{number}/uitloggen").status_code == 303
    assert [is_in(who) for who in (here, phone, hers)] == [True, False, True]


def test_everywhere_is_here_too(app):
    noor = a.a_person()
    clients = [app.test_client(), app.test_client()]
    for client in clients:
        client.post(a_link(noor))
    assert clients[0].post("/mijn/apparaten/overal-uitloggen").status_code == 303
    assert not any(is_in(client) for client in clients)
