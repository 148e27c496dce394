"""Rules about the source that no linter knows."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import (
    HOUSE,
    TEMPLATES,
    name,
    python_files,
    templates,
)

#: What makes a change stay, or begins a transaction beside `transaction()`.
TRANSACTION = re.compile(r"\.(commit|begin|begin_nested)\(")

INLINE = re.compile(
    r"""<style\b | \sstyle\s*=\s*["'{] | \son[a-z]+\s*=\s*["'] | javascript:
        | <script\b(?![^>]*\bsrc=)""",
    re.IGNORECASE | re.VERBOSE,
)
#: A fragment's name; as `fragment=` it is what htmx alone gets, which does not count as use.
QUOTED_FRAGMENT = re.compile(r"""(?<!fragment=)["']((?:[\w-]+/)+_[\w.-]+\.\w+)["']""")
IMPORTS_KEEP = re.compile(r"from community\.keeping\.rules import [^\n]*\bkeep\b")
SCHEME = re.compile(
    r"""(?:src|srcset|href|action|data|poster)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE
)
HTMX = re.compile(r"""["']HX-""")
MACHINE = re.compile(
    r"--(extra-)?index-url|--find-links|--trusted-host|file:|\"resolved\"|/(opt|root|home|tmp)/"
)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (INLINE, '<p style="color: red">'),
        (INLINE, '<button onclick="go()">'),
        (INLINE, '<a href="javascript:go()">'),
        (INLINE, "<script>go()</script>"),
        (SCHEME, '<img src="//cdn.example/a.png">'),
        (SCHEME, "<form action='https://elders.example'>"),
        (HTMX, 'response.headers["HX-Trigger"] = "x"'),
        (MACHINE, "--extra-index-url=https://example.org"),
        (MACHINE, 'PATH = "/home/noor/kring"'),
        (MACHINE, '"resolved": "https://example.org"'),
    ],
)
def test_what_may_not_stand_anywhere_is_found(rule, line):
    """Of a rule that finds nothing, nobody knows whether it looks."""
    assert rule.search(line)


def test_what_may_stand_there_is_left_alone():
    assert not INLINE.search('<script src="/static/app.js" defer></script>')
    assert not SCHEME.search('<a href="/agenda">')


def test_what_is_kept_how_long_stands_in_the_file_of_that_name():
    """So that whoever asks it of a room knows where to look (docs/architecture.md)."""
    found = {
        name(path) for path in python_files("community") if IMPORTS_KEEP.search(path.read_text())
    }
    assert found
    assert {path for path in found if not path.endswith("/forgetting.py")} == set()


def test_only_the_database_module_commits():
    found = {
        name(path)
        for path in python_files("community")
        if TRANSACTION.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"community/db.py"}


def test_no_file_is_longer_than_four_hundred_lines():
    files = [
        *python_files("app.py", "community", "migrations", "tests", "tools"),
        *templates(),
        *(HOUSE / "frontend").rglob("*.css"),
        *(HOUSE / "frontend").rglob("*.js"),
        *(HOUSE / "frontend").rglob("*.mjs"),
    ]
    long = {
        name(path): lines
        for path in files
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_pages_carry_no_style_or_script_of_their_own():
    """The content security policy refuses it, so it would silently not work."""
    # A mail has no stylesheet to link to.
    pages = [path for path in templates("*.html") if "mails" not in path.parts]
    guilty = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in pages
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if INLINE.search(line)
    ]
    assert guilty == []


def test_nothing_is_set_smaller_than_words_may_be():
    """On no width: pages are measured at the width of a telephone only."""
    small = re.compile(r"font(?:-size)?:[^;]*(?<![\d.])0?\.\d+rem")
    found = {
        name(path): lines
        for path in (HOUSE / "frontend").rglob("*.css")
        if (lines := small.findall(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_pages_ask_nothing_of_another_server():
    guilty = [
        f"{name(path)}:{number}"
        for path in templates("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if SCHEME.search(line)
    ]
    assert guilty == []


def test_every_fragment_is_part_of_some_page():
    """A fragment that only htmx gets is one that nobody without JavaScript sees."""
    used = {
        found
        for path in [*templates(), *python_files("community")]
        for found in QUOTED_FRAGMENT.findall(path.read_text(encoding="utf-8"))
    }
    fragments = {path.relative_to(TEMPLATES).as_posix() for path in templates("_*")}
    assert fragments
    assert fragments - used == set()


def test_the_words_of_htmx_are_spoken_in_the_web_room_only():
    guilty = [
        name(path)
        for path in python_files("community")
        if HTMX.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty
    assert [path for path in guilty if not path.startswith("community/web/")] == []


def test_every_room_stands_on_a_floor():
    """A room that the import contract does not name could import whatever it likes."""
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    floors = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    named = set(re.findall(r"community\.(\w+)", " ".join(floors)))
    files = {path.stem for path in (HOUSE / "community").glob("*.py")} - {"__init__"}
    rooms = {path.parent.name for path in (HOUSE / "community").glob("*/__init__.py")}
    assert (files | rooms) - named == set()


def test_nothing_names_a_machine_or_a_registry():
    """Locks and scripts work anywhere: no index, no download address, no path of a machine."""
    files = [
        *sorted((HOUSE / "requirements").glob("*")),
        HOUSE / "package-lock.json",
        HOUSE / "package.json",
        HOUSE / "pyproject.toml",
        HOUSE / "Makefile",
        HOUSE / "Procfile",
        HOUSE / ".ci" / "run",
    ]
    guilty = {name(path) for path in files if MACHINE.search(path.read_text(encoding="utf-8"))}
    assert guilty == set()


#: The ground itself.
MAY_KNOW_BOTH = {"community/db.py"}


def test_what_changes_rows_knows_nothing_of_a_request():
    """A rule can be called from a page, a command or a job; Flask belongs to who calls it."""
    guilty = {
        name(path) for path in python_files("community") if changes_rows(path) and web_imports(path)
    }
    assert guilty == MAY_KNOW_BOTH


def web_imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [
        *(
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        ),
        *(node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)),
    ]
    return [module for module in modules if re.match(r"(flask|werkzeug|wtforms)", module)]


def changes_rows(path: Path) -> bool:
    source = path.read_text(encoding="utf-8")
    statements = re.search(r"from sqlalchemy import[^\n]*\b(insert|update|delete)\b", source)
    return bool(statements or re.search(r"\b(tx|session)\.(add|add_all|delete|merge)\(", source))


def test_every_decision_has_a_number_of_its_own():
    found = sorted(path.name for path in (HOUSE / "docs" / "decisions").glob("*.md"))
    assert [name[:4] for name in found] == [f"{number:04}" for number in range(1, len(found) + 1)]


def test_what_fills_a_slot_stands_on_a_page():
    """Under another name it would be nowhere, and no page would miss it."""
    pages = "".join(path.read_text(encoding="utf-8") for path in templates("*.html"))
    views = "".join(path.read_text(encoding="utf-8") for path in python_files("community"))
    asked = set(re.findall(r"""\bslot\(\s*["']([\w.]+)""", pages))
    asked |= set(re.findall(r"""slots\.slot\(\s*["']([\w.]+)""", views))
    filled = set(re.findall(r"""slots\.fill\(\s*app,\s*["']([\w.]+)""", views))
    assert filled
    assert filled - asked == set()
