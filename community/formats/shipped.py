"""The formats that every library begins with, in our own words after Dutch practice.

They are data of the house (`shipped.json`), not rows: a library gets a row of the version that a
gathering of it takes, and keeps that one when a later house ships another.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from community.formats.content import Content, Round

#: In this language when there is no other.
USUAL = "nl"


def names() -> tuple[str, ...]:
    return tuple(_shelf())


def number_of(key: str) -> int:
    return int(_shelf()[key]["number"])


@cache
def content_of(key: str, language: str) -> tuple[Content, str]:
    """A format of the house in this language, or in Dutch; and in which language that is."""
    found = _shelf()[key]
    spoken = language if language in found else USUAL
    shape, said = dict(found["shape"]), found[spoken]
    minutes = shape.pop("minutes")
    rounds = tuple(
        Round(each["title"], each["question"], long)
        for each, long in zip(said["rounds"], minutes, strict=True)
    )
    words = {name: said[name] for name in ("name", "purpose", "how", "tip")}
    return Content(**words, **shape, rounds=rounds), spoken


@cache
def _shelf() -> Mapping[str, Any]:
    shelf: Mapping[str, Any] = json.loads(
        Path(__file__).with_name("shipped.json").read_text(encoding="utf-8")
    )
    return shelf
