"""How fast years of past activities come in: a generated list and its check-ins, and again."""

from __future__ import annotations

import csv
import resource
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import flask_migrate
from sqlalchemy import func, select

from community.activity.models import Activity
from community.clock import now
from community.db import db, session
from community.gatherings.models import Attendance, Gathering
from community.history import check_ins, lines
from community.history.services import Hand
from community.history.taking_in import Lists, Report, take_in
from tests.conftest import make_app
from tests.factories import a_branch, a_library
from tools.bench.load import heading, row

GATHERINGS, CHECK_INS, PEOPLE = 5_000, 100_000, 8_000

_TITLES = ("Taalcafé", "Leesclub", "Workshop podcast", "Open tafel", "Lezing over de Vecht")
_KINDS = ("taalcafé", "leesgroep", "workshop", "inloop", "lezing")
_PARTNERS = ("Carinova", "Gemeente Ommen", "Vluchtelingenwerk", "IVN Vechtdal", "ROC")
_SECTORS = ("zorg", "gemeente", "taal", "natuur", "onderwijs")


def run(engine: str, url: str, folder: Path) -> None:
    heading(f"Past activities, {engine} ({GATHERINGS:,} gatherings, {CHECK_INS:,} check-ins)")
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        library = a_library("vechtdal")
        for place in ("Dalfsen", "Hardenberg"):
            a_branch(library, place, slug=place.lower())
        lists = write(folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for what, bar in (("taken in", "< 60 s"), ("the same again", "")):
            seconds, worked = _timed(lists, library.id)
            row(f"{what} (of which this process worked)", f"{seconds:.1f} s ({worked:.1f} s)", bar)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        row("memory above what it began with", f"{grown} MB")
        check()
        db.engine.dispose()


def _timed(lists: Lists, library_id: int) -> tuple[float, float]:
    """On the clock, which other work on this machine slows down, and of this process alone."""
    begun, worked = perf_counter(), process_time()
    report: Report = take_in(lists, library_id, Hand(None, "localhost", "secret", now()))
    if report.refused:
        raise SystemExit(f"refused: {report.flaws.kept[:3]} {report.check_in_flaws.kept[:3]}")
    return perf_counter() - begun, process_time() - worked


def check() -> None:
    """Everybody once, also after the second time."""
    session().rollback()
    tables = (Gathering, Attendance, Activity)
    counts = [session().scalars(select(func.count(table.id))).one() for table in tables]
    right = counts[:2] == [GATHERINGS, CHECK_INS]
    row("gatherings, people there, rows of the log", " ".join(f"{n:,}" for n in counts),
        "right" if right else "WRONG")  # fmt: skip


def write(folder: Path) -> Lists:
    """A library's last two years, the same at every run but for the day on which they end."""
    chance = Random(5)  # noqa: S311
    gatherings, people = folder / "past.csv", folder / "check-ins.csv"
    _write(gatherings, lines.COLUMNS, _gatherings(chance))
    _write(people, check_ins.COLUMNS, _check_ins(chance))
    return Lists(gatherings, people)


def _write(path: Path, columns: tuple[str, ...], rows: Iterator[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(columns)
        out.writerows(rows)


def _gatherings(chance: Random) -> Iterator[list[object]]:
    last = now().date() - timedelta(days=2)
    for number in range(GATHERINGS):
        day: date = last - timedelta(days=number * 700 // GATHERINGS)
        which, heads = number % 5, chance.randrange(20, 40)
        joint = chance.sample(range(5), chance.choice((0, 0, 1, 2)))
        yield [
            f"A-{number}", day, f"{chance.randrange(9, 20)}:30", 90, _TITLES[which],
            ("ommen", "dalfsen", "hardenberg")[number % 3], _KINDS[which],
            _TITLES[which] if which in (0, 1, 3) else "", "digitaal|nederlands-taal", heads,
            "nee", chance.randrange(0, 6), f"65+:{heads // 2}|18-30:3", "7731:9|7701:4", "", "",
            "", chance.choice(("library", "resident", "partner")),
            "|".join(_PARTNERS[n] for n in joint), "|".join(_SECTORS[n] for n in joint),
            "|".join("2,yes,50" for _ in joint), "Balie|Educatie", chance.randrange(0, 3),
        ]  # fmt: skip


def _check_ins(chance: Random) -> Iterator[list[object]]:
    each = CHECK_INS // GATHERINGS
    for number in range(GATHERINGS):
        for person in chance.sample(range(PEOPLE), each):
            who = f"p{person}@example.org" if person % 2 else f"pas {person}"
            yield [f"A-{number}", who, chance.randrange(-15, 20), "bewoner"]
