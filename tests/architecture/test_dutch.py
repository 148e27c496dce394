"""The Dutch uses the words of `docs/words.md`, and not those that stand in its last column.

The English does not say an act in a way that stands in the last column of its own table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache

import pytest

from community.formats import shipped
from tools import words

GUIDES = words.HOUSE / "docs" / "guides" / "nl"
#: A word that is not used, and the room that may use it all the same.
NOT_USED = re.compile(r"`([^`]+)`(?: \((\w+)\))?")


@cache
def not_used() -> dict[str, str]:
    """Each word of the table's last column, with the room that may use it or nothing."""
    text = (words.HOUSE / "docs" / "words.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    return dict(found for row in rows for found in NOT_USED.findall(row.split("|")[3]))


@cache
def searched() -> re.Pattern[str]:
    longest_first = sorted(not_used(), key=len, reverse=True)
    return re.compile(rf"(?<![\w@.-])({'|'.join(longest_first)})(?![\w-])", re.IGNORECASE)


def texts() -> Iterator[tuple[str, str]]:
    for room in words.rooms():
        for message in words.words(words.read(room)):
            for string in words.strings(message):
                yield room, string
    for path in GUIDES.glob("*.md"):
        yield path.stem, path.read_text(encoding="utf-8")
    for key in shipped.names():
        content, _language = shipped.content_of(key, "nl")
        yield "formats", json.dumps(asdict(content), ensure_ascii=False)


def slips(place: str, text: str) -> list[str]:
    plain = words.PLACEHOLDER.sub("…", text)
    found = [match.lower() for match in searched().findall(plain)]
    return [f"{place}: {word} in {text!r}" for word in found if not_used()[word] != place]


def test_no_text_uses_a_word_that_we_do_not_use():
    read = list(texts())
    assert {"home", "formats", "librarian"} <= {place for place, _text in read}
    assert [slip for place, text in read for slip in slips(place, text)] == []


def not_said() -> set[str]:
    """English that is not used for an act: the last of four columns."""
    text = (words.HOUSE / "docs" / "words.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    return {said for row in rows if len(row) == 6 for said in re.findall("`([^`]+)`", row[4])}


def test_an_act_is_said_in_one_way():
    avoided = not_said()
    assert "Save it" in avoided
    said = {
        (room, each)
        for room in words.rooms()
        for message in words.words(words.read(room))
        for each in words.ids(message)
    }
    assert [found for found in sorted(said) if found[1] in avoided] == []


@pytest.mark.parametrize(
    ("place", "text", "slip"),
    [
        ("home", "Kijk in uw mail.", True),
        ("home", "Indien vol: kies hooguit één.", True),
        ("groups", "Vraag een zaal.", True),
        ("table_notes", "Open de zaal.", False),
        ("home", "Kom naar de leeszaal, 3 uur: %(u)s.", False),
        ("home", "Kijk in je mail.", False),
        ("mine", "Verander je naam.", True),
        ("mine", "Wijzig je naam: er verandert verder niets.", False),
    ],
)
def test_a_word_that_we_do_not_use_is_found(place, text, slip):
    assert bool(slips(place, text)) is slip
