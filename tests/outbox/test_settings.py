"""A wrong setting stops the start, instead of failing every mail."""

from __future__ import annotations

import pytest

from community.config import WrongSetting
from tests.conftest import make_app


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "smtp://mail.example.org:port",
        "smtp://mail.example.org:99999",
        "smtp://mail.example.org?timeout=soon",
        "smtp://mail.example.org?timeout=0",
        "smtp://mail.example.org?timeout=3600",
        "pigeon://mail.example.org",
    ],
)
def test_a_mail_address_that_leads_nowhere_is_named(tmp_path, url):
    with pytest.raises(WrongSetting, match=r"^COMMUNITY_MAIL_URL"):
        make_app(f"sqlite:///{tmp_path}/x.db", tmp_path, MAIL_URL=url)


@pytest.mark.parametrize(
    "sender", ["post", "@example.org", "post@", "Bieb <post@example.org>", "a@b\r\nBcc: c@d", "é@b"]
)
def test_a_sender_that_no_mail_can_have_is_named(tmp_path, sender):
    with pytest.raises(WrongSetting, match=r"^COMMUNITY_MAIL_FROM"):
        make_app(f"sqlite:///{tmp_path}/x.db", tmp_path, MAIL_FROM=sender)


@pytest.mark.parametrize(
    "url",
    [
        "file:///tmp/mail",
        "smtp://localhost",
        "smtps://u%40x:p%2Fw@mail.example.org:465",
        "smtp://[::1]:25?timeout=5",
    ],
)
def test_good_ones_are_taken(tmp_path, url):
    app = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path, MAIL_URL=url, MAIL_FROM="a.b@c.d.nl")
    assert app.config["MAIL_URL"] == url
