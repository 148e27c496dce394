"""The mail of a house under development."""

from __future__ import annotations

import pytest

from community.outbox import delivery
from community.outbox.transport import opened


@pytest.fixture
def settings() -> dict[str, object]:
    return {"DEVELOPMENT": True}


@pytest.fixture
def mail(app, owed) -> str:
    """A mail in the folder; its file name."""
    owed("Een <b>vette</b> brief")
    with opened(app.config["MAIL_URL"]) as way:
        assert delivery.deliver_due(way) == 1
    folder = way.path
    (folder / "other.txt").write_text("not a mail")
    (file,) = folder.glob("*.eml")
    return file.name


def test_mail_is_listed_and_read(client, mail):
    listed = client.get("/mail/")
    assert listed.status_code == 200
    assert "Een &lt;b&gt;vette&lt;/b&gt; brief" in listed.text
    shown = client.get(f"/mail/{mail}")
    assert "Tot dinsdag!" in shown.text
    assert "noor@example.org" in shown.text


def test_its_html_is_shut_in(client, mail):
    answer = client.get(f"/mail/{mail}/html")
    assert answer.text.strip() == "<p>Tot dinsdag!</p>"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_nothing_but_the_folders_own_mails_is_ever_read(client, mail):
    names = (
        "..%2fsecret_key",
        "%2e%2e%2fsecret_key",
        "..%2f..%2fetc%2fpasswd",
        "other.txt",
        "20260303-140000-000009.eml",
        "%00.eml",
        "..",
    )
    for path in (f"/mail/{name}{part}" for name in names for part in ("", "/html", "/agenda.ics")):
        assert client.get(path).status_code == 404, path


def test_a_mail_without_calendar_has_none_to_download(client, mail):
    assert client.get(f"/mail/{mail}/agenda.ics").status_code == 404


def test_an_empty_folder_says_what_to_do(client):
    assert "Er is nog geen mail" in client.get("/mail/").text


def test_elsewhere_these_addresses_do_not_exist(app, client, mail):
    app.config["DEVELOPMENT"] = False
    for path in ("/mail/", f"/mail/{mail}", f"/mail/{mail}/html"):
        assert client.get(path).status_code == 404


def test_mail_that_leaves_the_house_is_not_shown(app, client, mail):
    app.config["MAIL_URL"] = "smtp://127.0.0.1"
    assert mail not in client.get("/mail/").text
    assert client.get(f"/mail/{mail}").status_code == 404
