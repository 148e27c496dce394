"""Wishes about mail stay until their person changes them, and the page about privacy says so."""

from __future__ import annotations

from community.keeping.rules import Rule, Words, keep
from community.words import N_

RULE = Rule(
    name="notifications.wishes",
    order=43,
    words=Words(
        what=N_("Which e-mails you want"),
        why=N_("So that you get the e-mails you want and no others."),
        how_long=N_("Until you change it on your own page."),
    ),
)


def register(_app: object) -> None:
    keep(RULE)
