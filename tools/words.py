"""The catalogues: every room keeps the words of its own code and templates.

Dutch is complete. What only residents read in, is complete in what residents read: which that is
stands in `tools/words_for_residents.toml`.

`words.py [ROOM …]` extracts, updates the `.po` files and compiles them; `--compile` only compiles;
`--check` changes nothing and fails on whatever is not translated, completely and consistently.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parent.parent
DUTCH = "nl"
#: How many of a language's plural forms, from the first on, may say the number in words. An
#: Arabic noun says one and two by itself; a Ukrainian "one" is also that of twenty-one.
IN_WORDS = {"nl": 1, "uk": 0, "ar": 3}
LOCALES = tuple(IN_WORDS)
#: What belongs to no feature in particular is the web room's.
WEB = "web"

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]")
#: What is filled in and shown, so not within a tag; numbers read the same either way.
_ISOLATED = re.compile(r"%\(\w+\)s(?![^<>]*>)")
BARE_PERCENT = re.compile(r"%(?![%(])")
DATED_HEADERS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
)


def rooms() -> list[str]:
    """The packages of the house, each with a catalogue of its own."""
    return sorted(p.parent.name for p in (HOUSE / "community").glob("*/__init__.py"))


def po_file(room: str, locale: str = DUTCH) -> Path:
    return HOUSE / "community" / room / "translations" / locale / "LC_MESSAGES" / "messages.po"


def sources(room: str, locale: str = DUTCH) -> Iterator[tuple[str, Path]]:
    """The files of a room whose words are wanted in a language, as (extractor, path)."""
    for method, path in every_source(room):
        if locale == DUTCH or is_for_residents(path.relative_to(HOUSE).as_posix()):
            yield method, path


def is_for_residents(path: str) -> bool:
    """Whether residents meet what a file of the house says."""
    desk = for_the_desk()
    if any(fnmatch(path, pattern) for pattern in desk["nevertheless"]):
        return True
    if path.split("/")[1] in desk["rooms"]:
        return False
    return not any(fnmatch(path, pattern) for pattern in desk["files"])


@cache
def for_the_desk() -> dict[str, list[str]]:
    return tomllib.loads((HOUSE / "tools" / "words_for_residents.toml").read_text("utf-8"))


def every_source(room: str) -> Iterator[tuple[str, Path]]:
    """The files of a room as (extractor, path), in an order that does not change by itself."""
    code = set((HOUSE / "community" / room).rglob("*.py"))
    folders = [HOUSE / "templates" / room]
    if room == WEB:
        code |= set((HOUSE / "community").glob("*.py"))
        every = (p for p in (HOUSE / "templates").glob("*") if p.is_dir())
        folders += [folder for folder in every if folder.name not in rooms()]
    yield from (("python", path) for path in sorted(code))
    templates = {p for folder in folders for p in folder.rglob("*") if p.is_file()}
    yield from (("jinja2", path) for path in sorted(templates))


def extract(room: str, locale: str = DUTCH) -> Catalog:
    """Every marked string of a room, as it stands in the source now."""
    catalog = empty_catalog(locale)
    for method, path in sources(room, locale):
        place = path.relative_to(HOUSE).as_posix()
        for _line, text, comments, context in _marked(method, path):
            # One line number for all: the catalogue changes when words do, not when lines move.
            catalog.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


@cache
def _marked(method: str, path: Path) -> list[Any]:
    """Of one file; read once, as each language asks for it again."""
    return extract_from_file(
        method,
        path,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        options={"trimmed": "true", "silent": "false"} if method == "jinja2" else {},
        strip_comment_tags=True,
    )


def empty_catalog(locale: str = DUTCH) -> Catalog:
    return Catalog(locale=locale, charset="utf-8", fuzzy=False)


def read(room: str, locale: str = DUTCH) -> Catalog:
    path = po_file(room, locale)
    if not path.exists():
        return empty_catalog(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(room: str, locale: str = DUTCH) -> Catalog:
    """The room's catalogue with the words of today; what another room translated is taken over."""
    catalog = read(room, locale)
    catalog.update(extract(room, locale), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    missing = [m for m in words(catalog) if not is_translated(m, catalog.num_plurals)]
    if missing:
        known = {
            key(message): message.string
            for other in rooms()
            if other != room
            for message in words(read(other, locale))
            if is_translated(message, catalog.num_plurals)
        }
        for message in missing:
            message.string = known.get(key(message), message.string)
    return catalog


def words(catalog: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def key(message: Message) -> tuple[str | None, tuple[str, ...]]:
    return message.context, ids(message)


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    if not message.string:
        return ("",) * len(ids(message))
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def is_translated(message: Message, plurals: int) -> bool:
    """Whether it is said, in each of the language's plural forms if it has any."""
    wanted = plurals if len(ids(message)) > 1 else 1
    return all(strings(message)) and len(strings(message)) == wanted


def write(room: str, catalog: Catalog) -> bool:
    """Write the room's `.po`; say whether anything changed. A room without words has no file."""
    path = po_file(room, str(catalog.locale))
    if not len(catalog):
        had_one = path.exists()
        path.unlink(missing_ok=True)
        return had_one
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, omit_header=False, include_lineno=False)
    text = "".join(
        line
        for line in buffer.getvalue().decode().splitlines(keepends=True)
        if not line.startswith(("#", '"')) or not line.lstrip('"').startswith(DATED_HEADERS)
    )
    # Babel opens with a comment block about a copyright holder; ours is said once, in pyproject.
    text = text[text.index("msgid") :]
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def compile_catalog(room: str, locale: str = DUTCH) -> None:
    """Write the `.mo` next to the `.po`, when the `.po` is newer."""
    source = po_file(room, locale)
    target = source.with_suffix(".mo")
    if not source.exists():
        target.unlink(missing_ok=True)
    elif not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, isolated(read(room, locale)))
        fresh.replace(target)


def isolated(catalog: Catalog) -> Catalog:
    """What is filled in keeps to itself: a Dutch title within Arabic is read from left to right,
    with its own brackets and stops. Within a tag nothing is shown, so nothing is added there."""
    if catalog.locale and catalog.locale.text_direction == "rtl":
        for message in words(catalog):
            said = tuple(map(_isolated, strings(message)))
            message.string = said if len(ids(message)) > 1 else said[0]
    return catalog


def _isolated(said: str) -> str:
    """Of a day and a time with no word between them the first stands on the right as well."""
    kept = _ISOLATED.sub("\u2068\\g<0>\u2069", said)
    has_words = any(map(str.isalpha, PLACEHOLDER.sub("", said)))
    return kept if has_words or len(_ISOLATED.findall(said)) < 2 else f"\u200f{kept}"


def problems(only: Iterable[str] = (), locales: Iterable[str] = LOCALES) -> list[str]:
    """What keeps a language from being complete and consistent, one sentence a finding."""
    return [
        f"{locale}, {finding}" for locale in locales for finding in _problems_of(locale, set(only))
    ]


def _problems_of(locale: str, only: set[str]) -> Iterator[str]:
    said: dict[tuple[str | None, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}
    for room in rooms():
        catalog = read(room, locale)
        for message in words(catalog):
            first_room, first = said.setdefault(key(message), (room, strings(message)))
            whole = is_translated(message, catalog.num_plurals) and all(first)
            if first != strings(message) and whole:
                yield f"{room}: {message.id!r} is said otherwise in {first_room}"
        if only and room not in only:
            continue
        for finding in catalog_problems(catalog, extract(room, locale)):
            yield f"{room}: {finding}"


def catalog_problems(catalog: Catalog, source: Catalog) -> Iterator[str]:
    wanted = {key(message): message for message in words(source)}
    present = {key(message): message for message in words(catalog)}
    for gone in present.keys() - wanted.keys():
        yield f"{gone[1][0]!r} is no longer in the source (make words)"
    for message in catalog.obsolete.values():
        yield f"{message.id!r} is kept as obsolete"
    for known, message in wanted.items():
        mine = present.get(known)
        if mine is None:
            yield f"{message.id!r} is not in the catalogue (make words)"
        elif mine.fuzzy:
            yield f"{message.id!r} is marked fuzzy"
        elif not is_translated(mine, catalog.num_plurals):
            yield f"{message.id!r} is not translated"
        else:
            in_words = IN_WORDS.get(str(catalog.locale), 1)
            yield from form_problems(mine, in_words, in_template=is_in_template(message))


def is_in_template(message: Message) -> bool:
    return any(str(place).startswith("templates/") for place, _line in message.locations)


def form_problems(message: Message, in_words: int, *, in_template: bool) -> Iterator[str]:
    """Findings about placeholders: Python fills them in, so a wrong one is an error page."""
    originals, translated = ids(message), strings(message)
    holders = {holder for text in originals for holder in PLACEHOLDER.findall(text)}
    may_lack = in_words if len(originals) > 1 else 0
    for number, text in enumerate(translated):
        used = set(PLACEHOLDER.findall(text))
        if used - holders or (used != holders and number >= may_lack):
            yield f"{message.id!r} and its translation have different placeholders"
    if in_template or holders:
        for text in (*originals, *translated):
            if BARE_PERCENT.search(text.replace("%%", "")):
                yield f"{message.id!r} has a percent sign that must be doubled"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    parser.add_argument("--language", action="append", choices=LOCALES, help="only this one")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on findings")
    parser.add_argument("--compile", action="store_true", help="only compile the .mo files")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.rooms) - set(rooms())
    if unknown:
        parser.error(f"no such room: {', '.join(sorted(unknown))} (there are {', '.join(rooms())})")
    if not chosen.check:
        for locale, room in product(chosen.language or LOCALES, chosen.rooms or rooms()):
            if not chosen.compile and write(room, update(room, locale)):
                print(f"{po_file(room, locale).relative_to(HOUSE)} changed")
            compile_catalog(room, locale)
        if chosen.compile:
            return 0
    found = problems(chosen.rooms, chosen.language or LOCALES)
    print("\n".join(found) if found else "Every word is translated.")
    return 1 if found and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
