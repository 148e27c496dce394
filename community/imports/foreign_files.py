"""Reads a file that somebody else made. Runs in a process of its own, never in ours.

What is in such a file may be endless, enormous when unpacked, or made to hurt. So this is a script:
it takes the bytes on its input, holds itself to some seconds and megabytes, and writes what it
found as lines of JSON. Whatever goes wrong in it ends it, and nothing else (`reading.py`).

A sheet gives its rows as texts, the first row first. A calendar gives what happens in the coming
twelve months, each occurrence by itself.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import resource
import signal
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from python_calamine import CalamineError, CalamineWorkbook
from recurring_ical_events import of

SECONDS = 4
MEGABYTES = 40  #: On top of the interpreter and the file itself.
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_LETTERS = 25_000  #: Of one cell; more than any field takes, so that it is refused there.
MOST_OUTPUT = 20 * 1024 * 1024
DEEPEST = 6
AHEAD = timedelta(days=366)
SECONDS_A_SERIES = 0.5

_LOCAL = ZoneInfo("Europe/Amsterdam")
_OFTEN = re.compile(
    r"^RRULE\b.*(FREQ=(SECOND|MINUTE|HOUR)LY|BY(SECOND|MINUTE|HOUR)=)", re.IGNORECASE | re.MULTILINE
)
_FOLD = re.compile(rb"\r?\n[ \t]")
_TAG = re.compile(r"<[^<>]{0,500}>")
_BREAK = re.compile(r"<(br|/p|/div|/li)\b[^<>]{0,100}>", re.IGNORECASE)


class Refused(Exception):
    """The file as a whole cannot be read; the word says why, `reading.py` has the sentence."""


# ─── sheets ───


def read_csv(content: bytes) -> Iterator[list[str]]:
    """Rows of a text file with `;`, `,` or tabs, in UTF-8, UTF-16 or Windows-1252."""
    encoding, errors = _encoding_of(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding, errors, newline="")
    first = text.readline(MOST_LETTERS)
    text.seek(0)
    try:
        for row in csv.reader(text, delimiter=max(";,\t", key=first.count)):
            yield row[: MOST_COLUMNS + 1]
    except csv.Error:
        raise Refused("not_a_table") from None


def _encoding_of(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", "replace"
    # Half a pair of surrogates is kept, to be refused in its own row.
    for errors in ("strict", "surrogatepass"):
        text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", errors)
        with suppress(UnicodeDecodeError):
            while text.read(1 << 16):
                pass
            return "utf-8-sig", errors
    return "cp1252", "replace"


def read_xlsx(content: bytes) -> Iterator[list[str]]:
    """Rows of the first sheet. A cell with a formula gives that, not what it came to."""
    formulas = _formulas(content)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.width > MOST_COLUMNS:
            raise Refused("too_wide")
        left = (sheet.start or (0, 0))[1]  # Empty columns on the left are left out, empty rows not.
        for line, row in enumerate(sheet.iter_rows()):
            yield [
                formulas.get((line, left + column)) or _cell(value)
                for column, value in enumerate(row)
            ]
    except CalamineError:
        raise Refused("not_a_sheet") from None


def _cell(value: object) -> str:
    match value:
        case bool():
            return "ja" if value else "nee"
        case float():
            return f"{value:.0f}" if value.is_integer() else f"{value}"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
    return "" if value is None else str(value)


def _formulas(content: bytes) -> dict[tuple[int, int], str]:
    """Where in the first sheet a formula stands, and which."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if len(packed.infolist()) > 1_000:
                raise Refused("too_big")
            book = _unpacked(packed, "xl/workbook.xml").decode("utf-8", "replace")
            links = _unpacked(packed, "xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
            sheet = _unpacked(packed, _first_sheet(book, links))
            # Every other part is measured too, before the reader unpacks it.
            for part in packed.infolist():
                _unpacked(packed, part.filename)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise Refused("not_a_sheet") from None
    cells = re.finditer(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>([^<]*))', sheet)
    return {
        (int(row) - 1, _column(letters)): "="
        + html.unescape((said or b"").decode("utf-8", "replace"))
        for letters, row, said in (found.groups() for found in cells)
    }


def _unpacked(packed: zipfile.ZipFile, name: str) -> bytes:
    """A part of the package, measured while it is unpacked: what it says of itself may be a lie."""
    most = 12 * 1024 * 1024
    with packed.open(name) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise Refused("too_big")
    return content


def _first_sheet(book: str, links: str) -> str:
    found = re.search(r'<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"', book)
    for link in re.findall(r"<Relationship\b[^>]*>", links):
        if found and f'Id="{found.group(1)}"' in link:
            target = re.search(r'Target="/?(?:xl/)?([^"]+)"', link)
            return f"xl/{target.group(1)}" if target else ""
    raise KeyError("no sheet")


def _column(letters: bytes) -> int:
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0) - 1


# ─── calendars ───


def read_ics(content: bytes, now: datetime) -> Iterator[dict[str, Any]]:
    """What happens in the coming twelve months, one occurrence at a time."""
    events, zones = _parts(content)
    if not events and b"BEGIN:VCALENDAR" not in content[:10_000].upper():
        raise Refused("not_a_calendar")
    for group in events.values():
        yield from _occurrences(group, zones, now)


def _parts(content: bytes) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The events by their UID, and the time zones that the file describes itself."""
    events: dict[str, list[str]] = {}
    zones: dict[str, str] = {}
    left = MOST_ROWS
    for kind, text in _components(content):
        left -= 1
        if left < 0:
            raise Refused("too_many")
        if kind == "VEVENT":
            events.setdefault(_uid(text), []).append(text)
        else:
            zones[_value_of("TZID", text)] = text
    return events, zones


def _components(content: bytes) -> Iterator[tuple[str, str]]:
    """Each event and each time zone, as text; a line at a time, however long the file is."""
    depth, begun, inside, lines = 0, 0, b"", io.BytesIO(content)
    for line in lines:
        word, _, name = line.strip().upper().partition(b":")
        if word == b"BEGIN":
            depth += 1
            if depth > DEEPEST:
                raise Refused("too_deep")
            if not inside and name in (b"VEVENT", b"VTIMEZONE"):
                inside, begun = name, lines.tell() - len(line)
        elif word == b"END":
            depth -= 1
            if inside and name == inside:
                yield inside.decode(), _text(content[begun : lines.tell()])
                inside = b""


def _text(part: bytes) -> str:
    """Unfolded before it is decoded: a line may be folded in the middle of a letter."""
    whole = _FOLD.sub(b"", part)
    try:
        return whole.decode("utf-8")
    except UnicodeDecodeError:
        return whole.decode("cp1252", "replace")


def _value_of(name: str, text: str) -> str:
    found = re.search(rf"^{name}(?:;[^:\r\n]*)?:([^\r\n]*)", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1).strip() if found else ""


def _uid(text: str) -> str:
    about = _value_of("SUMMARY", text) + _value_of("DTSTART", text)
    digest = sha256(about.encode("utf-8", "replace")).hexdigest()
    return _value_of("UID", text) or f"zonder-uid-{digest[:32]}"


def _occurrences(
    group: list[str], zones: dict[str, str], now: datetime
) -> Iterator[dict[str, Any]]:
    uid = _uid(group[0])
    row: dict[str, Any] = {"key": uid, "title": _value_of("SUMMARY", group[0])[:200]}
    if any(_OFTEN.search(text) for text in group):
        yield row | {"problem": "repeats_too_often"}
        return
    try:
        with _time_limit(SECONDS_A_SERIES):
            found = list(_expanded(uid, group, zones, now))
    except TimeoutError:
        found = [row | {"problem": "repeats_too_hard"}]
    except (Refused, MemoryError):
        raise
    except Exception:  # Whatever is wrong with it is wrong with this one alone.
        found = [row | {"problem": "unreadable"}]
    yield from found


def _expanded(
    uid: str, group: list[str], zones: dict[str, str], now: datetime
) -> Iterator[dict[str, Any]]:
    whole = "\r\n".join(group)
    own = [text for name, text in zones.items() if name and name in whole and not _known(name)]
    calendar = Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "\r\n".join([*own, *group]) + "\r\nEND:VCALENDAR\r\n"
    )
    flaws = {_flaw(event) for event in calendar.walk("VEVENT")} - {""}
    if flaws:
        yield {"key": uid, "title": _value_of("SUMMARY", group[0])[:200], "problem": min(flaws)}
        return
    repeats = any(
        event.get(name) is not None
        for event in calendar.walk("VEVENT")
        for name in ("RRULE", "RDATE", "RECURRENCE-ID")
    )
    for event in of(calendar).between(now, now + AHEAD):
        starts, ends = event["DTSTART"].dt, event["DTEND"].dt
        which = event.get("RECURRENCE-ID")
        key = f"{uid}/{_moment(which.dt).isoformat()}" if repeats and which is not None else uid
        row = {"key": key, "title": str(event.get("SUMMARY", ""))[:MOST_LETTERS]}
        if not (_exists(starts) and _exists(ends)):
            yield row | {"problem": "no_such_time"}
        elif _moment(starts) > now:
            yield row | _told(event, starts, ends)


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _flaw(event: Any) -> str:
    """Why this is not read at all; empty: it is."""
    if event.get("CLASS", "PUBLIC").upper() != "PUBLIC":
        return "private"
    start = event.get("DTSTART")
    if start is None:
        return "unreadable"
    if not isinstance(start.dt, datetime):
        return "all_day"
    for each in (start, event.get("DTEND")):
        zone = each.params.get("TZID") if each is not None else None
        if zone and isinstance(each.dt, datetime) and each.dt.tzinfo is None:
            return "unknown_zone"
    return ""


def _told(event: Any, starts: datetime, ends: datetime) -> dict[str, Any]:
    categories = event.get("CATEGORIES")
    several = categories if isinstance(categories, list) else [categories] if categories else []
    return {
        "text": _plain(str(event.get("DESCRIPTION", "")))[:MOST_LETTERS],
        "starts_at": _moment(starts).isoformat(),
        "ends_at": _moment(ends).isoformat() if ends > starts else "",
        "place": str(event.get("LOCATION", ""))[:MOST_LETTERS],
        "elsewhere_url": str(event.get("URL", ""))[:MOST_LETTERS],
        "themes": "|".join(str(each) for one in several for each in one.cats)[:MOST_LETTERS],
        "status": str(event.get("STATUS", "")).lower(),
    }


def _plain(text: str) -> str:
    """Some calendars give pages instead of text."""
    if not re.search(r"<(br|p|a|div|span|b|ul|li)\b", text, re.IGNORECASE):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def _moment(at: datetime) -> datetime:
    """A floating time is what the clock says here."""
    return (at if at.tzinfo else at.replace(tzinfo=_LOCAL)).astimezone(UTC)


def _exists(at: datetime) -> bool:
    zone = at.tzinfo or _LOCAL
    return _moment(at).astimezone(zone).replace(tzinfo=None) == at.replace(tzinfo=None)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def too_long(_signal: int, _frame: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def hold_to(seconds: int, megabytes: int) -> None:
    """From here on this process ends when it takes more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, ValueError):  # Only Linux says how much it has now.
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def found_in(kind: str, content: bytes, now: datetime) -> Iterator[object]:
    rows = read_ics(content, now) if kind == "ics" else _lines(kind, content)
    most = MOST_ROWS if kind == "ics" else MOST_ROWS + 1  # The first row of a sheet has the names.
    for number, row in enumerate(rows):
        if number >= most:
            raise Refused("too_many")
        yield row


def _lines(kind: str, content: bytes) -> Iterator[dict[str, Any]]:
    """The rows of a sheet in which something stands, with the number that the sheet shows."""
    rows = (read_xlsx if kind == "xlsx" else read_csv)(content)
    for line, cells in enumerate(rows, start=1):
        if len(cells) > MOST_COLUMNS:
            raise Refused("too_wide")
        if any(cell.strip() for cell in cells):
            yield {"line": line, "cells": [cell[:MOST_LETTERS] for cell in cells]}


def main(kind: str, now: str) -> None:
    """Bytes in, lines of JSON out; the last line says how it ended."""
    content = sys.stdin.buffer.read()
    hold_to(SECONDS, MEGABYTES)
    written, ended = 0, "read"
    try:
        for row in found_in(kind, content, datetime.fromisoformat(now)):
            line = json.dumps(row)
            written += len(line)
            if written > MOST_OUTPUT:
                raise Refused("too_big")
            sys.stdout.write(f"{line}\n")
    except Refused as refused:
        ended = str(refused)
    except MemoryError:
        ended = "too_big"
    sys.stdout.write(json.dumps({"ended": ended}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
