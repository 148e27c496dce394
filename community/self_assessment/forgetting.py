"""What this room keeps of people."""

from __future__ import annotations

from flask import Flask

from community.keeping.rules import Rule, Words, keep
from community.words import N_

RULES = (
    Rule(
        name="self_assessment.answers",
        order=90,
        words=Words(
            what=N_("If you work here: your address for a self-assessment, and what you answer"),
            why=N_(
                "To ask everyone how the library is doing. Answers have no name or time attached."
            ),
            how_long=N_(
                "Your address until the round closes, automatically. Answers stay; they cannot "
                "be traced to anyone."
            ),
        ),
    ),
)


def register(_app: Flask) -> None:
    keep(*RULES)
