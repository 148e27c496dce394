"""What a theme is called in the languages that only residents read: data, not columns.

The Dutch and the English name stand in the row, because search, reports and files read them there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def called(slug: str, language: str, *, dutch: str, english: str) -> str:
    """The name of a theme in this language; in Dutch where it has none."""
    if language == "en":
        return english
    return names().get(language, {}).get(slug, dutch)


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """By language and slug."""
    file = Path(__file__).with_name("theme_names.json")
    said: Mapping[str, Mapping[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return said
