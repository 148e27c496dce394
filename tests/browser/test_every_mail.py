"""`make screens` shows every kind of mail that the house can write."""

from __future__ import annotations

from pathlib import Path

from community.outbox import letters
from tests.browser.every_mail import made_by

HOUSE = Path(__file__).resolve().parents[2]


def test_every_kind_of_mail_has_a_picture(app):
    assert made_by().keys() == letters.kinds()


def test_what_makes_them_is_there():
    for address in made_by().values():
        path, _, name = address.partition("::")
        assert f"\ndef {name}(" in (HOUSE / path).read_text(encoding="utf-8"), address
