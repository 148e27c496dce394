"""Every feed, read by four independent programs with equal results, which are the true ones.

vdirsyncer with khal, ical.js (Thunderbird, Nextcloud), recurring-ical-events (Home Assistant) and
vobject. The clock stands still in a year with both clock changes and a leap day before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from community.accounts.models import Role
from community.calendars import links
from community.calendars.room_views import address_of
from community.clock import local_day
from community.db import db
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering, GatheringHost, GatheringStatus, SignUpStatus
from community.series.models import SeriesDate
from tests.calendars import programs
from tests.calendars.agenda import changed, shown
from tests.calendars.programs import Seen, moment_of, on_the_wall
from tests.conftest import make_app
from tests.factories import a_booking, a_library, a_member, a_person, a_room, a_sign_up, saved
from tests.groups.groups import a_group, linked
from tests.series import rows

TODAY = datetime(2027, 9, 1, 10, tzinfo=UTC)
FIRST, LAST = local_day(TODAY) - timedelta(days=31), local_day(TODAY) + timedelta(days=366)

#: Title and begin; the nights are those on which the clock is set back, and forward.
AUTUMN, SPRING, LEAP = (
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),  # 02.30, of the first 2 o'clock.
    datetime(2028, 3, 26, 0, 30, tzinfo=UTC),  # 01.30 to 03.30, an hour long.
    datetime(2028, 2, 29, 18, tzinfo=UTC),
)
ARABIC = "مقهى اللغة: تعلّم الهولندية معًا، كل يوم ثلاثاء في المكتبة ☕"
TURKISH = "İstanbul’dan Iğdır’a; şarkı, öykü & çay \\ «söz»"
EMOJI = '👩🏽‍🌾🎉 Oogstfeest, "met z\'n allen" '


class World:
    """One library with everything that has a feed, and what is true of each."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        library = a_library(email="agenda@example.org")
        self.branch = library.branches[0]
        self.noor, self.hanna = a_person("Noor"), a_person("Hanna")
        self.worker = a_member(Role.STAFF, name="Wim")
        # An hour, also where the wall clock shows two or none.
        self.nights = [self.add(f"Nacht {at.month}", at) for at in (AUTUMN, SPRING)]
        self.nights.append(self.add("Het tweede uur", AUTUMN + timedelta(hours=1)))
        self.plain = [
            self.add(title, LEAP + timedelta(days=number))
            for number, title in enumerate((ARABIC, TURKISH, EMOJI))
        ]
        self.days = self.add("Tentoonstelling", LEAP, ends_at=LEAP + timedelta(days=9))
        self.off = self.add("Leeskring", LEAP, kind=Kind.READING_GROUP)
        changed(self.off, status=GatheringStatus.CANCELLED, sequence=3)
        self.everything = [*self.nights, *self.plain, self.days, self.off]

    def add(self, title: str, at: datetime, **fields: object) -> Gathering:
        given = {"ends_at": at + timedelta(hours=1), **fields}
        return shown(title.strip(), starts_at=at, **given)

    def truth(self, gatherings: list[Gathering], after: str = "") -> list[Seen]:
        return sorted(
            Seen(
                each.uid,
                moment_of(each.starts_at),
                moment_of(each.ends_at),
                ("Vervalt: " if each.is_cancelled else "") + each.title + after,
                "CANCELLED" if each.is_cancelled else "CONFIRMED",
                each.sequence,
            )
            for each in gatherings
        )

    def path(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{parts.path}?{parts.query}"

    def feeds(self) -> dict[str, tuple[str, list[Seen]]]:
        """Name → address and truth."""
        group, (night, *_), series = a_group(), self.nights, rows.a_series_of(self.plain[0])
        linked(group, night)
        linked(group, self.plain[1])
        day = local_day(self.plain[2].starts_at)
        saved(SeriesDate(library_id=1, series_id=series.id, on_date=day,
                         gathering_id=self.plain[2].id))  # fmt: skip
        for each in (night, self.off):
            saved(GatheringHost(gathering_id=each.id, person_id=self.hanna.id))
            a_sign_up(each, self.noor)
        a_sign_up(self.plain[0], self.noor, SignUpStatus.WAITING)
        (waits,) = self.truth([self.plain[0]])
        waits = Seen(waits.uid, waits.start, waits.end, f"Wachtlijst: {ARABIC}", "TENTATIVE", 0)
        booking = a_booking(a_room(self.branch), AUTUMN, what=EMOJI.strip())
        host = urlsplit(self.app.config["BASE_URL"]).hostname
        booked = Seen(f"room-booking-{booking.id}@{host}", moment_of(booking.starts_at),
                      moment_of(booking.ends_at), EMOJI.strip(), "CONFIRMED", 0)  # fmt: skip
        agenda, one = "/vechtdal/agenda.ics", self.plain[1]
        with self.app.test_request_context("/vechtdal/"):
            self.app.preprocess_request()
            own, received = links.own(self.noor, "").url, links.received(self.hanna, "").url
            rooms = address_of(self.worker, self.branch)
        return {
            "public": (agenda, self.truth(self.everything)),
            "narrowed": (f"{agenda}?soort=leesclub", self.truth([self.off])),
            "single": (f"/vechtdal/agenda/{one.id}-{one.slug}.ics", self.truth([one])),
            "own": (self.path(own), sorted([*self.truth([night, self.off]), waits])),
            "host": (self.path(received), self.truth([night, self.off], " (1 persoon komt)")),
            "room": (self.path(rooms), [booked]),
            "group": (f"{agenda}?groep={group.id}", self.truth([night, self.plain[1]])),
            "series": (f"{agenda}?serie={series.id}", self.truth([self.plain[0], self.plain[2]])),
        }


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    app = make_app(sqlite_url, tmp_path / "instance")
    monkeypatch.setattr("community.clock.now", lambda: TODAY)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_four_programs_read_the_same_in_every_feed_and_it_is_true(app: Flask, tmp_path: Path):
    client, known = app.test_client(), World(app).feeds()
    feeds = {name: client.get(path).data for name, (path, _truth) in known.items()}
    exact = {
        "ical.js": programs.by_ical_js(feeds, tmp_path),
        "recurring-ical-events": programs.by_recurring_ical_events(feeds, FIRST, LAST),
        "vobject": programs.by_vobject(feeds),
    }
    khal = programs.by_khal(feeds, tmp_path, FIRST, LAST)
    for name, (_path, truth) in known.items():
        assert truth, name
        for program, read in exact.items():
            assert sorted(read[name]) == truth, f"{name}, {program}"
        assert sorted(khal[name]) == sorted(on_the_wall(truth)), f"{name}, khal"
