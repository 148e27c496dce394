"""Files of somebody else's: what is read, what is said of a row, and what is refused in time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from community.imports import foreign_files, reading
from community.imports.models import FileKind
from community.imports.reading import FileRefused
from tests.imports.lists import a_calendar

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
CSV, XLSX, ICS = FileKind.CSV, FileKind.XLSX, FileKind.ICS


def event(uid="1@x", title="Wandelen", **lines):
    """At ten on the second of March, unless said otherwise."""
    given = {"DURATION": "PT1H", **lines}
    if not any(name.startswith("DTSTART") for name in lines):
        given["DTSTART;TZID=Europe/Amsterdam"] = "20270302T100000"
    said = "".join(f"{name}:{value}\r\n" for name, value in given.items())
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n{said}END:VEVENT\r\n"


def rows(kind, content):
    return reading.read(kind, content, now=NOW).rows


def moments(*events):
    return [row.cells.get("starts_at", row.flaw) for row in rows(ICS, a_calendar(*events))]


def a_book(*lines, names=("titel", "datum", "begin")):
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate((names, *lines)):
        for column, cell in enumerate(line):
            if isinstance(cell, datetime):
                shown = book.add_format({"num_format": "dd-mm-yyyy"})
                sheet.write_datetime(number, column, cell, shown)
            else:
                sheet.write(number, column, cell)
    book.close()
    return made.getvalue()


# ─── sheets ───


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_is_read_in_the_ways_that_spreadsheets_save_it(encoding, mark):
    text = (
        mark.join(("Titel", "DATUM", "Begin")) + "\r\n" + mark.join(("Café", "3-3-2027", "14:00"))
    )
    [row] = rows(CSV, text.encode(encoding))
    assert row.cells == {"title": "Café", "day": "3-3-2027", "starts": "14:00"}
    assert row.position == 2


def test_names_of_columns_may_be_english_and_unknown_ones_are_said():
    found = reading.read(CSV, b"title;date;start;Kleur\nA;2027-03-03;14:00;rood\n", now=NOW)
    assert (list(found.rows[0].cells), found.unread) == (["title", "day", "starts"], ["Kleur"])


def test_a_sheet_without_what_is_needed_is_refused_and_says_which_column():
    with pytest.raises(FileRefused) as refused:
        rows(CSV, b"titel;datum\nA;2027-03-03\n")
    assert refused.value.values == {"name": "begin"}


def test_a_workbook_gives_dates_numbers_and_formulas_as_they_are_meant():
    content = a_book(
        ("Breien", datetime(2027, 3, 3, tzinfo=UTC).replace(tzinfo=None), 0.58333333333, 12),
        ("Kaarten", "3 maart 2027", "=A1&B1", "=1+1"),
        names=("titel", "datum", "begin", "plaatsen"),
    )
    first, second = rows(XLSX, content)
    assert first.cells["day"] == "2027-03-03"
    assert first.cells["capacity"] == "12"
    assert second.cells["starts"] == "=A1&B1"
    assert second.cells["capacity"] == "=1+1"


def test_empty_rows_are_passed_over_and_the_numbers_stay_those_of_the_sheet():
    found = rows(CSV, b"titel;datum;begin\n\n;;\nA;2027-03-03;14:00\n")
    assert [row.position for row in found] == [4]


def test_what_no_database_keeps_becomes_a_sign_that_the_rules_refuse():
    content = b"titel;datum;begin\nA\0B;2027-03-03;14:00\n\xed\xa0\x80C;2027-03-03;14:00\n"
    assert [row.cells["title"] for row in rows(CSV, content)] == ["A\ufffdB", "\ufffdC"]


# ─── calendars ───


def test_what_repeats_is_read_for_twelve_months_each_by_itself():
    weekly = event(RRULE="FREQ=WEEKLY")
    found = rows(ICS, a_calendar(weekly))
    assert len(found) == 53
    assert len({row.key for row in found}) == 53
    # The clock stays at ten, also when summer begins.
    assert {datetime.fromisoformat(row.cells["starts_at"]).hour for row in found} == {8, 9}


def test_an_exception_of_a_series_keeps_its_place_in_it():
    changed = event(title="Anders", **{
        "RECURRENCE-ID;TZID=Europe/Amsterdam": "20270309T100000",
        "DTSTART;TZID=Europe/Amsterdam": "20270309T130000",
    })  # fmt: skip
    series = event(RRULE="FREQ=WEEKLY;COUNT=3")
    found = {row.key: row.cells for row in rows(ICS, a_calendar(series, changed))}
    assert found["1@x/2027-03-09T09:00:00+00:00"]["title"] == "Anders"
    assert found["1@x/2027-03-09T09:00:00+00:00"]["starts_at"] == "2027-03-09T12:00:00+00:00"
    assert len(found) == 3


def test_what_has_been_is_not_read():
    assert moments(event(DTSTART="20270228T100000Z")) == []


@pytest.mark.parametrize(
    ("line", "value", "read"),
    [
        ("DTSTART", "20270302T100000Z", "2027-03-02T10:00:00+00:00"),
        ("DTSTART", "20270302T100000", "2027-03-02T09:00:00+00:00"),  # floating: as here
        ("DTSTART;TZID=W. Europe Standard Time", "20270302T100000", "2027-03-02T09:00:00+00:00"),
        ("DTSTART;TZID=Mars/Phobos", "20270302T100000", "unknown_zone"),
        ("DTSTART;TZID=Europe/Amsterdam", "20270328T023000", "no_such_time"),
        ("DTSTART", "20270328T023000", "no_such_time"),
        ("DTSTART;VALUE=DATE", "20270302", "all_day"),
        ("DTSTART", "gisteren", "unreadable"),
        ("DTSTART", "", "unreadable"),
    ],
)
def test_a_time_is_read_in_its_zone_or_it_is_said_why_not(line, value, read):
    assert moments(event(**{line: value})) == [read]


def test_a_zone_that_the_file_describes_itself_is_known():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Mars/Phobos\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    said = event(**{"DTSTART;TZID=Mars/Phobos": "20270302T100000"})
    assert moments(zone, said) == ["2027-03-02T07:00:00+00:00"]


@pytest.mark.parametrize(
    ("rule", "flaw"),
    [
        ("FREQ=SECONDLY", "repeats_too_often"),
        ("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,1,2", "repeats_too_often"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "repeats_too_hard"),
        ("FREQ=SOMETIMES", "unreadable"),
    ],
)
def test_a_rule_without_end_or_sense_costs_only_its_own_row(rule, flaw):
    assert sorted(moments(event(RRULE=rule), event("2@x"))) == ["2027-03-02T09:00:00+00:00", flaw]


def test_what_is_private_is_left_out():
    assert moments(event(CLASS="PRIVATE")) == ["private"]


def test_a_letter_that_is_folded_in_its_middle_is_whole_again():
    folded = event(title="Caf\u00e9").encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9")
    content = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + folded + b"END:VCALENDAR\r\n"
    assert rows(ICS, content)[0].cells["title"] == "Café"


# ─── made to hurt ───


def a_bomb() -> bytes:
    """A workbook of half a megabyte of which the sheet is 240 MB."""
    made, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(a_book(("A",))))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                row = b'<row r="2"></row>' * 1_000_000
                with packed.open(name, "w", force_zip64=True) as part:
                    for _turn in range(14):
                        part.write(row)
                continue
            packed.writestr(name, content)
    return made.getvalue()


def a_corner(row: int = 1_048_575, column: int = 16_383) -> bytes:
    """Two cells, as far from each other as a sheet goes: a reader keeps what is between them."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "titel")
    sheet.write(row, column, "x")
    book.close()
    return made.getvalue()


HURTING = {
    "more events than are read": (ICS, lambda: a_calendar(*(event(f"{n}") for n in range(5001)))),
    "endless every day": (
        ICS,
        lambda: a_calendar(*(event(f"{n}", RRULE="FREQ=DAILY") for n in range(20))),
    ),
    "many that never come": (
        ICS,
        lambda: a_calendar(
            *(event(f"{n}", RRULE="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for n in range(40))
        ),
    ),
    "deep in each other": (ICS, lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 300_000),
    "nothing but line ends": (ICS, lambda: b"\n" * 3_000_000),
    "a bomb in a workbook": (XLSX, a_bomb),
    "a sheet with a far corner": (XLSX, a_corner),
    "a sheet of millions of empty cells": (XLSX, lambda: a_corner(150_000, 55)),
    "no workbook at all": (XLSX, lambda: b"PK\x03\x04" + b"\0" * 1000),
    "one endless cell": (CSV, lambda: b"titel;datum;begin\n" + b"x" * 5_000_000),
    "too many rows": (CSV, lambda: b"titel;datum;begin\n" + b"a;b;c\n" * 500_000),
    "too many columns": (CSV, lambda: b";".join([b"titel"] * 61) + b"\na\n"),
}


@pytest.mark.parametrize("what", HURTING)
def test_a_file_that_is_made_to_hurt_is_refused_within_five_seconds_and_fifty_megabytes(what):
    """RELIABILITY 20: read in a process of its own, of which the system itself kept the count."""
    kind, make = HURTING[what]
    spent = measured(kind, make())
    assert spent["ended"] != "read"
    assert spent["cpu"] <= 5
    assert spent["megabytes"] <= 50 + 10 + spent["idle"]  # Itself, and the file at most.


def measured(kind, content):
    """What reading takes, by a process that does nothing else but wait for it."""
    program = """
import json, resource, subprocess, sys

def run(kind, content):
    command = [sys.executable, "-I", sys.argv[1], kind, sys.argv[3]]
    done = subprocess.run(command, input=content, capture_output=True, env={})
    lines = done.stdout.splitlines() if not done.returncode else []
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = json.loads(lines[-1])["ended"] if lines else "killed"
    return ended, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

_ended, before, idle = run("csv", b"a")
ended, after, most = run(sys.argv[2], sys.stdin.buffer.read())
print(json.dumps({"ended": ended, "cpu": after - before, "megabytes": most, "idle": idle}))
"""
    script = str(Path(foreign_files.__file__))
    command = [sys.executable, "-c", program, script, kind.value, NOW.isoformat()]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("died", [-24, -6, -9, 1])
def test_a_process_that_did_not_survive_its_file_refuses_it(monkeypatch, died):
    ended = subprocess.CompletedProcess([], died, b'{"line": 1, "cells": ["titel"]}\n')
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: ended)
    with pytest.raises(FileRefused):
        rows(CSV, b"titel")


def test_a_file_of_more_than_ten_megabytes_is_not_even_begun(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: pytest.fail("it was begun"))
    with pytest.raises(FileRefused):
        rows(CSV, b"x" * (reading.MOST_BYTES + 1))


def test_as_many_as_are_read_are_read():
    lines = b"".join(b"A;2027-03-03;14:00\n" for _each in range(5000))
    assert len(rows(CSV, b"titel;datum;begin\n" + lines)) == 5000
    ahead = NOW + timedelta(days=1)
    many = (event(f"{n}@x", DTSTART=f"{ahead:%Y%m%dT%H%M%SZ}") for n in range(1500))
    assert len(rows(ICS, a_calendar(*many))) == 1500


def test_the_process_apart_knows_nothing_of_ours(monkeypatch):
    given: dict[str, object] = {}

    def run(command, **how):
        given.update(how, command=command)
        return subprocess.CompletedProcess(command, 0, b'{"ended": "read"}\n')

    monkeypatch.setattr(subprocess, "run", run)
    rows(ICS, a_calendar())
    assert given["env"] == {}
    assert "-I" in given["command"]
