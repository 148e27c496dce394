"""What is said stays until its person takes it back, and the page about privacy says so."""

from __future__ import annotations

from community.keeping.rules import Rule, Words, keep
from community.words import N_

RULE = Rule(
    name="conversations.said",
    order=60,
    words=Words(
        what=N_("What you said in conversations, and what you recognised or wanted to join in"),
        why=N_("Because you said it there."),
        how_long=N_("Until you withdraw it; then it is blank."),
    ),
)


def register(_app: object) -> None:
    keep(RULE)
