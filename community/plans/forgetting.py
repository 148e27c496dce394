"""What this room keeps of people."""

from __future__ import annotations

from flask import Flask

from community.keeping.rules import Rule, Words, keep
from community.words import N_

RULES = (
    Rule(
        name="plans.names",
        order=91,
        words=Words(
            what=N_("If you work here: your name on the plan, where a colleague wrote it down"),
            why=N_(
                "So that it is clear who does what, and the next measurement can look back on it."
            ),
            how_long=N_("Until a colleague removes it there."),
        ),
    ),
)


def register(_app: Flask) -> None:
    keep(*RULES)
