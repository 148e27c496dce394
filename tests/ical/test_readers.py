"""What other people's calendar programs make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import recurring_ical_events
from icalendar import Calendar

from community.clock import LOCAL
from community.ical.events import CalendarEvent, Status
from tests.ical.node import ical_js
from tests.ical.readers import as_vdir, khal_list
from tests.ical.samples import an_event, feed

AFTERNOON = an_event()
CANCELLED = an_event(
    uid="cancelled",
    title="Vervalt: Leeskring",
    status=Status.CANCELLED,
    starts_at=datetime(2026, 7, 1, 18, 0, tzinfo=UTC),
    ends_at=datetime(2026, 7, 1, 19, 30, tzinfo=UTC),
)
FIRST_HALF_PAST_TWO, SECOND_HALF_PAST_TWO = (
    an_event(
        uid=f"night-{fold}",
        title=f"Nacht van de bieb {fold}",
        starts_at=datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=LOCAL).astimezone(UTC),
        ends_at=datetime(2026, 10, 25, 4, 0, tzinfo=LOCAL).astimezone(UTC),
    )
    for fold in (0, 1)
)
MARCH_NIGHT = an_event(
    uid="march",
    title="Maartse nacht",
    starts_at=datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
    ends_at=datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
)
WHOLE_DAY = an_event(
    uid="exhibition",
    title="Tentoonstelling",
    all_day=True,
    starts_at=datetime(2026, 5, 1, tzinfo=LOCAL),
    ends_at=datetime(2026, 5, 3, tzinfo=LOCAL),
)
TIMED = (AFTERNOON, CANCELLED, FIRST_HALF_PAST_TWO, SECOND_HALF_PAST_TWO, MARCH_NIGHT)
EVERYTHING = feed(*TIMED, WHOLE_DAY)


def _times(event: CalendarEvent) -> tuple[datetime, datetime]:
    return event.starts_at, event.ends_at


def test_icalendar_reads_the_moments_back() -> None:
    read = {str(event["UID"]): event for event in Calendar.from_ical(EVERYTHING).events}
    for event in TIMED:
        found = read[event.uid]
        moments = (found.start.astimezone(UTC), found.end.astimezone(UTC))
        assert moments == _times(event)
    assert (read["exhibition"].start, read["exhibition"].end) == (
        date(2026, 5, 1),
        date(2026, 5, 3),
    )


def test_recurring_ical_events_finds_each_event_on_its_day() -> None:
    query = recurring_ical_events.of(Calendar.from_ical(EVERYTHING))
    for event in TIMED:
        found = {str(at["UID"]): at for at in query.at(event.starts_at.astimezone(LOCAL).date())}
        assert found[event.uid].start.astimezone(UTC) == event.starts_at
    assert [str(at["UID"]) for at in query.at(date(2026, 5, 2))] == ["exhibition"]
    assert not query.at(date(2026, 5, 3))


def test_khal_shows_title_place_time_and_status(tmp_path: Path) -> None:
    vdir = as_vdir(EVERYTHING, tmp_path)
    place = AFTERNOON.location
    shown = khal_list(vdir, tmp_path, date(2026, 1, 1), date(2027, 12, 31))
    assert shown == [
        f"2026-03-03 14:00-16:30 CONFIRMED Repaircafé @ {place}",
        f"2026-05-01 - CONFIRMED Tentoonstelling @ {place}",
        f"2026-07-01 20:00-21:30 CANCELLED Vervalt: Leeskring @ {place}",
        f"2026-10-25 02:30-04:00 CONFIRMED Nacht van de bieb 0 @ {place}",
        f"2026-10-25 02:30-04:00 CONFIRMED Nacht van de bieb 1 @ {place}",
        f"2027-03-28 01:30-03:30 CONFIRMED Maartse nacht @ {place}",
    ]


def test_ical_js_reads_the_moments_back(tmp_path: Path) -> None:
    read = ical_js({"feed": EVERYTHING}, tmp_path)["feed"]
    found = {uid: (start, end) for uid, start, end, *_ in read}
    for event in TIMED:
        moments = tuple(int(moment.timestamp()) for moment in _times(event))
        assert found[event.uid] == moments


def test_an_event_of_next_summer_is_right_by_our_own_zone_alone() -> None:
    """A reader that does not know Europe/Amsterdam must not be an hour off."""
    unknown = EVERYTHING.replace(b"Europe/Amsterdam", b"X-Vechtdal")
    read = {str(event["UID"]): event for event in Calendar.from_ical(unknown).events}
    for event in (AFTERNOON, CANCELLED, MARCH_NIGHT):
        assert read[event.uid].start.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
        assert read[event.uid].start.astimezone(UTC) == event.starts_at
