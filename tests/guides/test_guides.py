"""The guides say what is so: their words stand on screens, their pictures and commands exist."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from community.guides import book
from community.guides.book import FOLDER, GUIDES, LANGUAGES
from tests.browser.guide_pictures import PICTURES

PAGES = sorted(FOLDER.glob("*/*.md"))
CATALOGUES = sorted(Path("community").glob("*/translations/nl/LC_MESSAGES/messages.po"))


@pytest.fixture(scope="module")
def words() -> dict[str, set[str]]:
    """What stands on screens, in each language of the guides."""
    messages = [
        message
        for path in CATALOGUES
        for message in read_po(BytesIO(path.read_bytes()))
        if isinstance(message.id, str)
    ]
    return {"nl": {str(m.string) for m in messages}, "en": {str(m.id) for m in messages}}


def test_every_guide_is_there_in_every_language():
    expected = {f"{language}/{guide.name}.md" for language in LANGUAGES for guide in GUIDES}
    assert {str(page.relative_to(FOLDER)) for page in PAGES} == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name} {page.stem}")
def test_what_is_bold_stands_on_a_screen_or_ends_with_a_stop(page, words):
    bold = re.findall(r"\*\*(.+?)\*\*", page.read_text(encoding="utf-8"))
    unknown = {each for each in bold if not each.endswith(".")} - words[page.parent.name]
    assert unknown == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_taken_and_every_picture_taken_is_shown(language):
    shown = {
        name
        for page in (FOLDER / language).glob("*.md")
        for name in re.findall(rf"\]\(\.\./pictures/{language}/(.+?)\.webp\)", page.read_text())
    }
    assert shown == set(PICTURES)
    assert {path.stem for path in (book.PICTURES / language).glob("*.webp")} == shown
    assert all(path.stat().st_size < 100_000 for path in book.PICTURES.rglob("*.webp"))


def test_the_commands_of_the_operator_exist(app):
    known, pages = app.cli.commands, list(FOLDER.glob("*/operator.md"))
    assert pages
    for page in pages:
        commands = re.findall(r"`flask ([a-z]+)(?: ([a-z-]+))?`", page.read_text())
        assert commands
        for group, command in commands:
            assert group in known, page
            assert not command or command in known[group].commands, page
