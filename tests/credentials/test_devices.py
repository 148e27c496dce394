"""Where somebody is signed in, in words, and signing out there."""

from __future__ import annotations

from re import search

from sqlalchemy import select

from community.accounts.models import SignedIn
from community.clock import now
from community.credentials import mails
from community.credentials.devices import in_words
from community.credentials.meeting import LINK_OPENS
from community.credentials.models import KnownBrowser
from community.db import transaction
from community.outbox.models import OutboxMail
from tests import factories as a
from tests.accounts.coming_in import a_link, is_in
from tests.credentials.browsers import a_known_browser, browser_token

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


def letters_about_new(session) -> list[str]:
    session.rollback()
    about = select(OutboxMail).where(OutboxMail.template == "credentials/new_browser")
    return [
        letter.text
        for mail in session.scalars(about)
        if (letter := mails.new_browser(session, mail))
    ]


def test_who_has_a_desk_is_told_of_a_new_browser_and_never_of_the_first(app, session):
    """Signing out does not make it new; another person's browser is not mine."""
    bas, joke = a.a_librarian(), a.a_librarian()
    first, second = app.test_client(), app.test_client()
    for _ in range(2):
        first.post(a_link(bas))
        first.post("/uitloggen")
    assert letters_about_new(session) == []
    second.post(a_link(joke))
    cookie = second.get_cookie("kring-bekend")
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    second.post(a_link(bas), headers={"User-Agent": PHONE})
    second.post(a_link(joke))
    assert second.get_cookie("kring-bekend").value == cookie.value
    (letter,) = letters_about_new(session)
    assert "iPhone, Safari" in letter
    assert cookie.value not in {row.secret_hash for row in session.scalars(select(KnownBrowser))}


def test_a_cookie_that_somebody_made_up_is_not_taken_over(app, session):
    bas = a.a_librarian()
    app.test_client().post(a_link(bas))
    thief = app.test_client()
    thief.set_cookie("kring-bekend", "of mine")
    thief.post(a_link(bas))
    assert thief.get_cookie("kring-bekend").value != "of mine"
    assert len(letters_about_new(session)) == 1


def test_the_link_in_the_mail_signs_that_browser_out_and_no_other(app, client, session):
    bas = a.a_librarian()
    hers, thief = app.test_client(), app.test_client()
    hers.post(a_link(bas))
    thief.post(a_link(bas))
    (letter,) = letters_about_new(session)
    path = search(r"/mijn/apparaten/nieuw/[\w-]+", letter)[0]
    assert "Log dat apparaat uit" in client.get(path).text
    assert is_in(thief)  # A scanner that follows the link does nothing.
    assert client.get(f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}").status_code == 404
    assert client.post(path).location == "/mijn/inloggen"
    assert (is_in(hers), is_in(thief)) == (True, False)
    assert client.get(path).status_code == 404
    assert letters_about_new(session) == []


def test_the_link_works_for_a_week(app, client, session):
    bas = a.a_librarian()
    browser = a_known_browser(bas.id)
    path = f"/mijn/apparaten/nieuw/{browser_token(bas.id)}"
    assert client.get(path).status_code == 200
    with transaction() as tx:
        tx.get_one(KnownBrowser, browser.id).met_at = now() - LINK_OPENS
    assert client.get(path).status_code == 404


def test_of_who_comes_for_themselves_no_browser_is_kept(app, session):
    noor = a.a_person()
    client = app.test_client()
    client.post(a_link(noor))
    assert client.get_cookie("kring-bekend") is None
    assert session.scalars(select(KnownBrowser)).all() == []


def test_everywhere_is_here_too(app):
    noor = a.a_person()
    clients = [app.test_client(), app.test_client()]
    for client in clients:
        client.post(a_link(noor))
    assert clients[0].post("/mijn/apparaten/overal-uitloggen").status_code == 303
    assert not any(is_in(client) for client in clients)


def test_the_cookie_that_knows_a_browser_goes_nowhere_else(app, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    opened = a_link(a.a_librarian())
    answer = app.test_client().post(opened, base_url="https://localhost")
    given = answer.headers.getlist("Set-Cookie")
    [cookie] = [cookie for cookie in given if cookie.startswith("kring-bekend=")]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
