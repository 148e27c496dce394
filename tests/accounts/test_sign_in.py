"""Coming in and going out, over HTTP."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from community.accounts import passwords
from community.accounts.models import Person, Role, SignedIn, SignInLink
from community.clock import now
from community.db import db, transaction
from tests import factories as a
from tests.accounts.coming_in import PASSWORD, a_link, is_in, with_password
from tests.accounts.conftest import ClientOf, link_in
from tests.conftest import make_app

# ─── by a link ───


def test_somebody_comes_in_by_the_link_in_the_mail(client: FlaskClient, post) -> None:
    a.a_library()
    noor = a.a_member(email="noor@example.org", email_confirmed_at=now())
    answer = client.post("/inloggen?next=/vechtdal/agenda", data={"email": "Noor@Example.ORG"})
    page = client.get(answer.location)
    assert "noor@example.org" in page.text

    (mail,) = post()
    assert mail["To"] == f"Noor <{noor.email}>"
    page = client.get(link_in(mail))
    assert page.status_code == 200
    assert "noor@example.org" in page.text
    assert not is_in(client)  # Looking at the page does not sign in.

    answer = client.post(link_in(mail))
    assert (answer.status_code, answer.location) == (303, "/vechtdal/agenda")
    assert is_in(client)


def test_a_scanner_that_follows_the_link_does_not_use_it_up(
    app: Flask, client: FlaskClient
) -> None:
    link, scanner = a_link(a.a_person()), app.test_client()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    assert not is_in(scanner)
    assert client.post(link).status_code == 303
    assert is_in(client)


def test_a_link_that_was_used_says_how_to_get_another(app: Flask, client: FlaskClient) -> None:
    link = a_link(a.a_person())
    client.post(link)
    other = app.test_client()
    for answer in (other.get(link), other.post(link)):
        assert answer.status_code == 410
        assert 'href="/inloggen"' in answer.text
        assert not is_in(other)


def test_a_button_that_is_pressed_twice_leads_in_twice(client: FlaskClient) -> None:
    link = a_link(a.a_person())
    assert [client.post(link).status_code for _ in range(2)] == [303, 303]
    assert is_in(client)


def test_a_link_that_is_too_old_opens_nothing(client: FlaskClient) -> None:
    link = a_link(a.a_person())
    with transaction() as tx:
        tx.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))
    assert client.post(link).status_code == 410
    assert not is_in(client)


@pytest.mark.parametrize("token", ["1-AAAAAAAAAAAAAAAAAAAAAA", "x", "1-%00", "1-%ED%A0%80", "-"])
def test_a_made_up_link_is_a_calm_page(client: FlaskClient, token: str) -> None:
    assert client.get(f"/inloggen/{token}").status_code == 410


def test_pages_with_a_token_are_kept_nowhere(client: FlaskClient) -> None:
    answer = client.get(a_link(a.a_person()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


# ─── where to ───


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "https:evil.example",
        "/inloggen?next=/inloggen",
        "/uitloggen",
        "/" + "x" * 600,
        "http://[",
    ],
)
def test_a_way_to_elsewhere_leads_home(client: FlaskClient, elsewhere: str) -> None:
    a.a_library()
    with_password(a.a_person(email="noor@example.org"))
    answer = client.post(
        "/inloggen/wachtwoord",
        query_string={"next": elsewhere},
        data={"email": "noor@example.org", "password": PASSWORD},
    )
    assert answer.location == "/mijn"


def test_a_link_goes_nowhere_else_even_if_its_row_says_so(client: FlaskClient) -> None:
    assert client.post(a_link(a.a_person(), "//evil.example/")).location == "/mijn"


@pytest.mark.parametrize(
    ("role", "to"),
    [
        (Role.RESIDENT, "/mijn"),
        (Role.STAFF, "/mijn"),
        (Role.LIBRARIAN, "/vechtdal/beheer/"),
        (Role.MANAGER, "/vechtdal/beheer/"),
    ],
)
def test_who_has_a_desk_goes_to_it(client: FlaskClient, role: Role, to: str) -> None:
    a.a_library()
    assert client.post(a_link(a.a_member(role))).location == to


def test_a_forged_host_never_reaches_the_mail(client: FlaskClient, post) -> None:
    a.a_person(email="noor@example.org")
    asked = {"email": "noor@example.org"}
    assert client.post("/inloggen", data=asked, headers={"Host": "evil.example"}).status_code == 400
    assert post() == []
    client.post("/inloggen", data=asked, headers={"X-Forwarded-Host": "evil.example"})
    (mail,) = post()
    assert "evil.example" not in mail.as_string()
    assert "http://127.0.0.1:8000/inloggen/" in mail.as_string()


# ─── known and unknown ───


def steps_of(client: FlaskClient, address: str) -> tuple[int, str, list[str]]:
    """Status, text and the database's steps of asking for a link."""
    steps: list[str] = []
    engine = db.engine

    def noted(_c, _cursor, statement, *_rest):
        steps.append(statement.split()[0])

    def committed(_connection):
        steps.append("COMMIT")

    event.listen(engine, "before_cursor_execute", noted)
    event.listen(engine, "commit", committed)
    answer = client.post("/inloggen", data={"email": address})
    event.remove(engine, "before_cursor_execute", noted)
    event.remove(engine, "commit", committed)
    page = client.get(answer.location)
    text = re.sub(r"[a-z]+@example\.org", "…", page.text)
    number = page.headers["X-Request-Id"]
    return answer.status_code, text.replace(number, ""), steps


def test_asking_for_a_link_is_the_same_for_an_address_that_nobody_has(app: Flask) -> None:
    """In words, in status, and in what the database is asked to do."""
    a.a_library()
    a.a_person(email="noor@example.org")
    known = steps_of(app.test_client(), "noor@example.org")
    unknown = steps_of(app.test_client(), "niemand@example.org")
    assert known[:2] == unknown[:2]
    # Of the three that write the link, one is an UPDATE: of a row just written, as an INSERT is.
    alike = [
        ["INSERT" if step == "UPDATE" else step for step in way[2]] for way in (known, unknown)
    ]
    assert alike[0] == alike[1]
    assert alike[0].count("COMMIT") == 2
    assert alike[0].count("INSERT") >= 6


def test_a_wrong_password_is_the_same_for_an_address_that_nobody_has(
    client: FlaskClient, monkeypatch
) -> None:
    with_password(a.a_person(email="noor@example.org"))
    a.a_person(email="bas@example.org")  # Without a password.
    verified = []
    is_right = passwords.is_right

    def watched(kept: str | None, password: str) -> bool:
        verified.append(kept)
        return is_right(kept, password)

    monkeypatch.setattr(passwords, "is_right", watched)
    pages = set()
    for address in ("noor@example.org", "bas@example.org", "niemand@example.org"):
        answer = client.post(
            "/inloggen/wachtwoord", data={"email": address, "password": "iets anders"}
        )
        assert answer.status_code == 422
        pages.add(answer.text.replace(address, "…"))
    assert len(pages) == 1
    assert len(verified) == 3


# ─── by a password ───


def test_somebody_comes_in_by_a_password(client: FlaskClient) -> None:
    with_password(a.a_person(email="noor@example.org"))
    answer = client.post(
        "/inloggen/wachtwoord", data={"email": " NOOR@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 303
    assert is_in(client)


def test_an_old_hash_is_renewed_at_the_door(client: FlaskClient, session: Session) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("demo")
    noor = a.a_person(email="noor@example.org", password_hash=old)
    answer = client.post(
        "/inloggen/wachtwoord", data={"email": "noor@example.org", "password": "demo"}
    )
    assert answer.status_code == 303
    kept = session.scalar(select(Person.password_hash).where(Person.id == noor.id))
    assert kept != old
    assert passwords.is_right(kept, "demo")


def test_a_password_can_be_chosen_after_coming_in(client: FlaskClient, app: Flask) -> None:
    noor = a.a_person(email="noor@example.org")
    client.post(a_link(noor))
    elsewhere = app.test_client()
    elsewhere.post(a_link(noor))
    weak = client.post("/mijn/wachtwoord", data={"password": "Welkom2024!"})
    assert weak.status_code == 422
    assert client.post("/mijn/wachtwoord", data={"password": PASSWORD}).status_code == 303
    assert is_in(client)
    assert not is_in(elsewhere)
    new = {"email": "noor@example.org", "password": PASSWORD}
    assert app.test_client().post("/inloggen/wachtwoord", data=new).status_code == 303


def test_an_open_screen_is_not_enough_to_set_a_password(
    client: FlaskClient, session: Session, post
) -> None:
    noor = a.a_person(email="noor@example.org")
    client.post(a_link(noor))
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=now() - timedelta(minutes=16)))
    client.post("/mijn/wachtwoord", data={"password": PASSWORD})
    assert session.scalar(select(Person.password_hash)) is None
    client.post("/mijn/opnieuw/link?next=/mijn/wachtwoord")
    (mail,) = post()
    assert client.post(link_in(mail)).location == "/mijn/wachtwoord"
    assert client.post("/mijn/wachtwoord", data={"password": PASSWORD}).status_code == 303
    session.rollback()
    assert session.scalar(select(Person.password_hash)) is not None


# ─── bad input ───


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"noor",
        b"noor%00@example.org",
        b"noor%0d%0a@example.org",
        b"noor@example.org%0aBcc:x@y.nl",
        b"n" * 100_000 + b"@example.org",
    ],
)
@pytest.mark.parametrize("path", ["/inloggen", "/inloggen/wachtwoord"])
def test_what_is_no_address_is_asked_again_beside_the_field(
    client: FlaskClient, path: str, value: bytes
) -> None:
    answer = client.post(
        path,
        data=b"password=x&email=" + value,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


@pytest.mark.parametrize("broken", [b"\xed\xa0\x80", b"\xff", b"\xe2\x80\xa8"])
def test_bytes_that_are_no_letters_are_no_address(client: FlaskClient, broken: bytes) -> None:
    part = b'--B\r\nContent-Disposition: form-data; name="email"\r\n\r\nno' + broken
    answer = client.post(
        "/inloggen",
        data=part + b"or@example.org\r\n--B--\r\n",
        content_type="multipart/form-data; boundary=B",
    )
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


@pytest.mark.parametrize("value", [b"", b"a%00b%00c%00d%00", b"%ED%A0%80", b"x7" * 50_000])
def test_what_is_no_password_is_asked_again(client: FlaskClient, value: bytes) -> None:
    with_password(a.a_person(email="noor@example.org"))
    form = "application/x-www-form-urlencoded"
    tried = client.post(
        "/inloggen/wachtwoord", data=b"email=noor@example.org&password=" + value, content_type=form
    )
    assert tried.status_code == 422
    client.post(a_link(a.a_person()))
    chosen = client.post("/mijn/wachtwoord", data=b"password=" + value, content_type=form)
    assert chosen.status_code == 422


def test_every_act_asks_for_the_token_of_its_form(database_url: str, tmp_path: Path) -> None:
    app = make_app(database_url, tmp_path / "instance", WTF_CSRF_ENABLED=True)
    with app.app_context():
        client = app.test_client()
        link = a_link(a.a_person())
        for path in ("/inloggen", "/inloggen/wachtwoord", "/uitloggen", link):
            assert client.post(path, data={"email": "noor@example.org"}).status_code == 422, path
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(link).text)
        assert token
        assert client.post(link, data={"csrf_token": token[1]}).status_code == 303
        db.session.remove()
        db.engine.dispose()


# ─── the page ───


def test_the_page_looks_like_the_library_one_comes_from(client: FlaskClient) -> None:
    a.a_library("vechtdal", name="Bibliotheek Vechtdal")
    a.a_library("zuidpolder", name="Bibliotheek Zuidpolder")
    on_the_way = client.get("/inloggen?next=/zuidpolder/agenda").text
    assert "Bibliotheek Zuidpolder" in on_the_way
    ways_on = re.findall(r'"(/inloggen[^"]*next=[^"]*)"', on_the_way)
    assert ways_on
    assert [way for way in ways_on if "bij=" in way] == [], "where one goes says it already"
    neither = client.get("/inloggen").text
    assert "Bibliotheek Zuidpolder" not in neither
    assert "Bibliotheek Vechtdal" not in neither


def test_from_a_library_one_comes_to_its_door(client: FlaskClient) -> None:
    """Also who signs in without going anywhere: the header leads there, and each page on."""
    a.a_library("salland", name="Bibliotheek Salland")
    a.a_library("vechtdal", name="Bibliotheek Vechtdal")
    door = "/inloggen?bij=vechtdal"
    assert f'href="{door}"' in client.get("/vechtdal/agenda/").text
    page = client.get(door).text
    assert "<span>Bibliotheek Vechtdal</span>" in page
    assert 'href="/inloggen/wachtwoord?bij=vechtdal"' in page
    assert f'action="{door}"' in page
    answer = client.post(door, data={"email": "noor@example.org"})
    assert answer.location == "/inloggen/kijk-in-je-mail?bij=vechtdal"
    assert "<span>Bibliotheek Vechtdal</span>" in client.get(answer.location).text


@pytest.mark.parametrize("said", ["zomaar", "//vechtdal.example", "salland%00", "a" * 5000])
def test_a_door_of_no_library_is_that_of_the_house(client: FlaskClient, said: str) -> None:
    a.a_library("salland")
    a.a_library("vechtdal")
    answer = client.get(f"/inloggen?bij={said}")
    assert answer.status_code == 200
    assert "<span>Kenniskring</span>" in answer.text


def test_who_is_in_already_goes_on(client_of: ClientOf) -> None:
    browser = client_of(a.a_person())
    assert browser.get("/inloggen?next=/mijn/wachtwoord").location == "/mijn/wachtwoord"
    assert browser.get("/inloggen/wachtwoord").location == "/mijn"
