"""What independent calendar programs read in our feeds, each in its own way, as one kind of row."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import recurring_ical_events
import vobject
from icalendar import Calendar
from vdirsyncer.vobject import Item, split_collection

from community.clock import local
from tests.ical.node import ical_js
from tests.ical.readers import clean_environment

Feeds = dict[str, bytes]


@dataclass(frozen=True, order=True)
class Seen:
    """An event as one program understands it. Moments in UTC; khal knows the wall clock only."""

    uid: str
    start: str
    end: str
    summary: str
    status: str
    sequence: int


Read = dict[str, list[Seen]]


def by_khal(feeds: Feeds, home: Path, first: date, last: date) -> Read:
    """vdirsyncer takes the feed apart and knows the sequence; khal shows the rest."""
    sequences = {name: _keep(feed, home / "vdir" / name) for name, feed in feeds.items()}
    config = home / "khal.conf"
    config.write_text(_config(home, feeds))
    fields = ("calendar", "uid", "start-long", "end-long", "title", "status")
    wanted = [word for name in fields for word in ("--json", name)]
    khal = Path(sys.executable).with_name("khal")
    shown = subprocess.run(
        [khal, f"--config={config}", "list", *wanted, str(first), str(last)],
        env=clean_environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert shown.returncode == 0, shown.stderr
    assert "critical" not in shown.stderr.lower(), shown.stderr
    read: Read = {name: [] for name in feeds}
    for line in shown.stdout.splitlines():  # One list for each day.
        for each in json.loads(line):
            name, uid, start, end, title, status = (each[field] for field in fields)
            number = sequences[name][uid]
            seen = Seen(uid, start, end, title, status.strip(), number)
            # What lasts several days stands under each; `--once` would show it in one feed only.
            if seen not in read[name]:
                read[name].append(seen)
    return read


def by_ical_js(feeds: Feeds, home: Path) -> Read:
    return {
        name: [
            Seen(uid, _utc(start), _utc(end), summary, status, sequence)
            for uid, start, end, summary, status, sequence in rows
        ]
        for name, rows in ical_js(feeds, home).items()
    }


def by_recurring_ical_events(feeds: Feeds, first: date, last: date) -> Read:
    return {
        name: [
            Seen(
                str(event["UID"]),
                moment_of(event.start),
                moment_of(event.end),
                str(event["SUMMARY"]),
                str(event["STATUS"]),
                int(event["SEQUENCE"]),
            )
            for event in recurring_ical_events.of(Calendar.from_ical(feed)).between(first, last)
        ]
        for name, feed in feeds.items()
    }


def by_vobject(feeds: Feeds) -> Read:
    return {
        name: [
            Seen(
                event.uid.value,
                moment_of(event.dtstart.value),
                moment_of(event.dtend.value),
                event.summary.value,
                event.status.value,
                int(event.sequence.value),
            )
            for calendar in vobject.readComponents(feed.decode())
            for event in calendar.contents.get("vevent", [])
        ]
        for name, feed in feeds.items()
    }


def on_the_wall(rows: Iterable[Seen]) -> list[Seen]:
    """The same rows as khal would show them: local time, in which one hour a year is double."""

    def wall(moment: str) -> str:
        return f"{local(datetime.fromisoformat(moment)):%Y-%m-%d %H:%M}"

    return [
        Seen(each.uid, wall(each.start), wall(each.end), each.summary, each.status, each.sequence)
        for each in rows
    ]


def _keep(feed: bytes, folder: Path) -> dict[str, int]:
    folder.mkdir(parents=True)
    sequences = {}
    for number, raw in enumerate(split_collection(feed.decode())):
        item = Item(raw)
        assert item.uid
        (event,) = (part for part in item.parsed.subcomponents if part.name == "VEVENT")
        sequences[item.uid] = int(event["SEQUENCE"])
        (folder / f"{number}.ics").write_text(raw, newline="")
    return sequences


def _config(home: Path, names: Iterable[str]) -> str:
    calendars = "".join(
        f"[[{name}]]\npath = {home}/vdir/{name}\nreadonly = True\n" for name in names
    )
    return f"""[calendars]
{calendars}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = Europe/Amsterdam
local_timezone = Europe/Amsterdam
[sqlite]
path = {home}/khal.db
"""


def moment_of(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
