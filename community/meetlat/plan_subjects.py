"""What an action on the plan can be about: the dimensions with their questions, the bouwstenen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from community.plans.subjects import Subject


@cache
def all_subjects() -> Sequence[Subject]:
    """From our own meetlat, whose words are Dutch as the data is."""
    text = resources.files("community.meetlat").joinpath("standard.json").read_text("utf-8")
    return tuple(_subjects(json.loads(text)))


def _subjects(standard: dict[str, list[dict[str, str]]]) -> Iterator[Subject]:
    for dimension in ("ontmoeting", "samenwerking"):
        name = dimension.capitalize()
        yield Subject(dimension, name)
        for indicator in standard[dimension]:
            yield Subject(indicator["code"], f"{name}: {indicator['vraag']}")
    for block in standard["bouwstenen"]:
        yield Subject(block["sleutel"], block["naam"])
