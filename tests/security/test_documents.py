"""What is said about safety is true: every test that is named exists, and so does every corpus."""

from __future__ import annotations

import re

from tests.architecture.source import HOUSE

PAGE = (HOUSE / "docs" / "security.md").read_text(encoding="utf-8")
TEST = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")


def test_every_test_that_is_named_exists():
    gone = []
    for path, name in TEST.findall(PAGE):
        file = HOUSE / path
        source = file.read_text(encoding="utf-8") if file.exists() else ""
        if not source or (name and f"def {name}(" not in source):
            gone.append(f"{path}::{name}")
    assert gone == []


def test_every_chapter_is_spoken_of():
    assert re.findall(r"^\*\*V(\d+) ", PAGE, re.MULTILINE) == [str(n) for n in range(1, 18)]


def test_every_corpus_is_named_and_used():
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (HOUSE / "tests").rglob("test_*.py")
    )
    for corpus in (HOUSE / "tests" / "security").glob("*.txt"):
        assert f"`{corpus.name}`" in PAGE
        assert f'corpus("{corpus.stem}")' in tests


def test_who_finds_a_hole_is_told_how_to_say_so():
    said = (HOUSE / "SECURITY.md").read_text(encoding="utf-8")
    assert "/.well-known/security.txt" in said
    assert "docs/security.md" in said
