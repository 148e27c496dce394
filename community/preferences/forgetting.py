"""Preferences stay until their person takes them back, and the page about privacy says so."""

from __future__ import annotations

from community.keeping.rules import Rule, Words, keep
from community.words import N_

RULE = Rule(
    name="preferences.wishes",
    order=42,
    words=Words(
        what=N_("Your preferences, and what you said is not for you"),
        why=N_("So that what we show and ask you suits you."),
        how_long=N_("Until you change or delete it on your own page."),
    ),
)


def register(_app: object) -> None:
    keep(RULE)
