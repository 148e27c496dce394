"""Five years of the log of a very large library, written in bulk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import flask_migrate
import psycopg

from community.activity.verbs import Verb
from community.clock import from_local
from community.db import db
from tests.conftest import make_app
from tests.factories import a_library

YEARS, A_YEAR, VISITORS, PEOPLE = 5, 40_000, 15, 100_000
BRANCHES, SERIES, CIRCLE, PARTNERS = 25, 1_000, 40, 500

_COLUMNS = (
    "id", "library_id", "verb", "happened_at", "recorded_at", "branch_id", "gathering_id",
    "partner_id", "person_key", "counted_as", "quantity", "corrects_id", "details",
)  # fmt: skip
_AGES = ("0-12", "13-17", "18-30", "31-45", "46-64", "65+", None)
_KINDS = ("conversation", "workshop", "drop_in", "lecture", "reading_group")

#: As it goes into the table.
Told = tuple[object, ...]


class Years:
    """Five years of a very large library, the same at every run but for the day they end on."""

    def __init__(self, library_id: int, until: date) -> None:
        self._chance = Random(11)  # noqa: S311
        self._library_id = library_id
        self._until = until
        self._keys = [f"{self._chance.getrandbits(128):032x}" for _ in range(PEOPLE)]
        self._circles = [self._chance.sample(range(PEOPLE), CIRCLE) for _ in range(SERIES)]
        self._marks = [f"kvk {90_000_000 + number}" for number in range(PARTNERS)]
        self._number = 0

    def rows(self) -> Iterator[Told]:
        every = YEARS * A_YEAR
        for number in range(every):
            days_ago = (every - number) * YEARS * 365 // every
            yield from self._gathering(number + 1, days_ago)

    def _gathering(self, number: int, days_ago: int) -> Iterator[Told]:
        chance, series = self._chance, number % SERIES
        day = self._until - timedelta(days=days_ago)
        starts = from_local(day, time(9 + number % 12))
        ends, where = starts + timedelta(minutes=90), (number % BRANCHES + 1, number)
        remembered = days_ago < 2 * 365
        circle = chance.sample(self._circles[series], 9)
        # A circle meets more often than its series, so most see each other again.
        there = dict.fromkeys([*circle, *(int(chance.random() * PEOPLE) for _ in range(6))])
        for person in there:
            early = chance.randrange(-15, 20)
            said = {
                "minutes_from_start": early, "duration": 90, "via": "qr", "first_time": None,
                "age_class": _AGES[person % 7],
                "pc4": str(7700 + person % 30) if person % 7 < 6 else None,
            }  # fmt: skip
            yield self._row(
                Verb.ATTENDANCE_CHECKED_IN, starts + timedelta(minutes=early), *where, said,
                person=self._keys[person] if remembered else None, counted_as="resident",
            )  # fmt: skip
        yield self._row(Verb.GATHERING_CLOSED, ends, *where, {
            "kind": _KINDS[number % 5], "conversational": number % 5 == 0,
            "core_function": "meeting", "mode": "physical", "audience": "everyone",
            "initiator": "library", "estimated": False, "duration": 90, "series_id": series + 1,
            "partners": [], "teams": [], "pulse": "lot" if number % 10 == 0 else "none",
            "tally": "lot" if number % 4 == 0 else "none",
        }, quantity=VISITORS + 2)  # fmt: skip
        if number % 4 == 0:
            yield self._row(Verb.TALLY_ENTERED, ends, *where, {
                "first_time": {"yes": 4, "no": 9}, "age_class": {"65+": 6, "18-30": 7},
                "pc4": {"7731": 8, "7701": 4},
            }, quantity=13)  # fmt: skip
        if number % 10 == 0:
            for choice in chance.choices((1, 2, 3, 4, 5), k=8):
                yield self._row(Verb.PULSE_ANSWERED, ends, *where, {"answers": [choice, 4, 5]})
        if number % 3 == 0:
            yield from self._joint(number % PARTNERS, ends, where, confirmed=number % 2 == 0)
        if number % 20 == 0:
            said = {"initiator": "resident", "proof": "mail", "group_id": None}
            key = self._keys[chance.randrange(PEOPLE)] if remembered else None
            yield self._row(Verb.INITIATOR_CONFIRMED, starts, *where, said, person=key)

    def _joint(
        self, partner: int, at: datetime, where: tuple[int, int], *, confirmed: bool
    ) -> Iterator[Told]:
        brought = {"hours": 2.0, "room": False, "money": 0}
        which = {"sector": f"sector{partner % 12}", "organisation": self._marks[partner]}
        yield self._row(
            Verb.PARTNER_JOINED, at, *where, {**brought, **which}, partner=partner + 1
        )  # fmt: skip
        for team, front in ((1, True), (2, False)):
            yield self._row(
                Verb.TEAM_TOOK_PART, at, *where, {"team": team, "front_line": front}
            )  # fmt: skip
        if confirmed:
            line = {
                "what": "gathering", "goal_id": None, "was_there": True, "quarter": "2026-1",
                "proof": "own address", **brought,
            }  # fmt: skip
            yield self._row(
                Verb.PARTNER_CONFIRMED, at + timedelta(days=60), *where, line, partner=partner + 1
            )  # fmt: skip

    def _row(
        self,
        verb: Verb,
        at: datetime,
        branch: int,
        gathering: int,
        details: Mapping[str, object],
        **columns: object,
    ) -> Told:
        self._number += 1
        moment = f"{at:%Y-%m-%d %H:%M:%S}.000000"
        return (
            self._number, self._library_id, verb.value, moment, moment, branch, gathering,
            columns.get("partner"), columns.get("person"), columns.get("counted_as"),
            columns.get("quantity", 1), None, json.dumps(details),
        )  # fmt: skip


def fill(url: str, folder: Path, until: date) -> int:
    """A migrated house with one library and its log; how many rows."""
    folder.mkdir(parents=True, exist_ok=True)
    app = make_app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        library_id = a_library("vechtdal").id
        raw = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        db.engine.dispose()
    years = Years(library_id, until)
    return _fill_sqlite(url, years) if url.startswith("sqlite") else _fill_postgres(raw, years)


def _fill_sqlite(url: str, years: Years) -> int:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        marks = ", ".join("?" * len(_COLUMNS))
        connection.executemany(
            f"INSERT INTO activity ({', '.join(_COLUMNS)}) VALUES ({marks})",  # noqa: S608
            years.rows(),
        )
        connection.commit()
        connection.execute("ANALYZE")
        count: int = connection.execute("SELECT count(*) FROM activity").fetchone()[0]
    connection.close()
    return count


def _fill_postgres(url: str, years: Years) -> int:
    with psycopg.connect(url) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        with connection.cursor() as cursor:
            copying = f"COPY activity ({', '.join(_COLUMNS)}) FROM STDIN"
            with cursor.copy(copying.encode()) as copy:
                for told in years.rows():
                    copy.write_row(told)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE activity")
        found = connection.execute("SELECT count(*) FROM activity").fetchone()
    return int(found[0]) if found else 0
