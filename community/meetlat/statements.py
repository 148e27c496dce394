"""The twenty-five statements of the meetlat, for the room that asks them."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Flask

from community.self_assessment import questionnaire
from community.self_assessment.questionnaire import Block, Questionnaire


def register(_app: Flask) -> None:
    questionnaire.offer(of_the_standard())


def of_the_standard() -> Questionnaire:
    """Five building blocks with five statements each, in the meetlat's own Dutch."""
    standard = json.loads(Path(__file__).with_name("standard.json").read_text("utf-8"))
    blocks = (
        Block(each["sleutel"], each["naam"], tuple(each["stellingen"]))
        for each in standard["bouwstenen"]
    )
    return Questionnaire(standard["versie"], tuple(blocks))
