"""The catalogues: every room keeps the words of its own code and templates.

`words.py [ROOM …]` extracts, updates the `.po` files and compiles them; `--compile` only compiles;
`--check` changes nothing and fails on whatever is not translated, completely and consistently.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parent.parent
LOCALE = "nl"
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


def po_file(room: str) -> Path:
    return HOUSE / "community" / room / "translations" / LOCALE / "LC_MESSAGES" / "messages.po"


def sources(room: str) -> Iterator[tuple[str, Path]]:
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


def extract(room: str) -> Catalog:
    """Every marked string of a room, as it stands in the source now."""
    catalog = empty_catalog()
    for method, path in sources(room):
        options = {"trimmed": "true", "silent": "false"} if method == "jinja2" else {}
        found = extract_from_file(
            method,
            path,
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            options=options,
            strip_comment_tags=True,
        )
        place = path.relative_to(HOUSE).as_posix()
        for _line, text, comments, context in found:
            # One line number for all: the catalogue changes when words do, not when lines move.
            catalog.add(text, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def empty_catalog() -> Catalog:
    return Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)


def read(room: str) -> Catalog:
    path = po_file(room)
    if not path.exists():
        return empty_catalog()
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE)


def update(room: str) -> Catalog:
    """The room's catalogue with the words of today; what another room translated is taken over."""
    catalog = read(room)
    catalog.update(extract(room), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    missing = [message for message in words(catalog) if not is_translated(message)]
    if missing:
        known = {
            key(message): message.string
            for other in rooms()
            if other != room
            for message in words(read(other))
            if is_translated(message)
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


def is_translated(message: Message) -> bool:
    return all(strings(message)) and len(strings(message)) == len(ids(message))


def write(room: str, catalog: Catalog) -> bool:
    """Write the room's `.po`; say whether anything changed. A room without words has no file."""
    path = po_file(room)
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


def compile_catalog(room: str) -> None:
    """Write the `.mo` next to the `.po`, when the `.po` is newer."""
    source, target = po_file(room), po_file(room).with_suffix(".mo")
    if not source.exists():
        target.unlink(missing_ok=True)
    elif not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, read(room))
        fresh.replace(target)


def problems(only: Iterable[str] = ()) -> list[str]:
    """What keeps the Dutch from being complete and consistent, one sentence a finding."""
    found: list[str] = []
    said: dict[tuple[str | None, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}
    for room in rooms():
        catalog = read(room)
        for message in words(catalog):
            first_room, first = said.setdefault(key(message), (room, strings(message)))
            if first != strings(message) and is_translated(message) and all(first):
                found.append(f"{room}: {message.id!r} is said otherwise in {first_room}")
        if only and room not in only:
            continue
        found += [f"{room}: {finding}" for finding in catalog_problems(catalog, extract(room))]
    return found


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
        elif not is_translated(mine):
            yield f"{message.id!r} is not translated"
        else:
            yield from form_problems(mine, in_template=is_in_template(message))


def is_in_template(message: Message) -> bool:
    return any(str(place).startswith("templates/") for place, _line in message.locations)


def form_problems(message: Message, *, in_template: bool) -> Iterator[str]:
    """Findings about placeholders: Python fills them in, so a wrong one is an error page."""
    originals, dutch = ids(message), strings(message)
    holders = {holder for text in originals for holder in PLACEHOLDER.findall(text)}
    for number, text in enumerate(dutch):
        used = set(PLACEHOLDER.findall(text))
        # The singular may say "one" instead of the number; nothing else may be left out.
        if used - holders or (used != holders and number == len(dutch) - 1):
            yield f"{message.id!r} and its translation have different placeholders"
    if in_template or holders:
        for text in (*originals, *dutch):
            if BARE_PERCENT.search(text.replace("%%", "")):
                yield f"{message.id!r} has a percent sign that must be doubled"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on findings")
    parser.add_argument("--compile", action="store_true", help="only compile the .mo files")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.rooms) - set(rooms())
    if unknown:
        parser.error(f"no such room: {', '.join(sorted(unknown))} (there are {', '.join(rooms())})")
    if not chosen.check:
        for room in chosen.rooms or rooms():
            if not chosen.compile and write(room, update(room)):
                print(f"{po_file(room).relative_to(HOUSE)} changed")
            compile_catalog(room)
        if chosen.compile:
            return 0
    found = problems(chosen.rooms)
    print("\n".join(found) if found else "Every word is translated.")
    return 1 if found and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
