"""The calendar of a branch with 25 rooms that are in use all month."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import flask_migrate

from community.bookings.models import Purpose
from community.clock import from_local, local_day
from community.db import db
from community.libraries.models import Room
from tests.conftest import make_app, signed_in
from tests.factories import (
    a_booking,
    a_gathering,
    a_librarian,
    a_room,
    next_week,
    the_library,
)
from tools.bench.load import heading, row
from tools.bench.pages import counted, took, typical

ROOMS, ROUNDS = 25, 25
#: When something begins in every room, every day; each second one is a gathering.
HOURS = (10, 15)


def run(name: str, database_url: str, folder: Path) -> None:
    """Server time of a month of rooms, for a librarian who is signed in."""
    app = make_app(database_url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        month = local_day(next_week()).replace(day=1)
        bookings = _fill(month)
        browser = signed_in(app, a_librarian(name="Sanne"))
    heading(f"Rooms on {name} ({ROOMS} rooms, {bookings:,} bookings in the month)")
    url = f"/vechtdal/beheer/ruimtes?maand={month:%Y-%m}"
    row("month of rooms, first request", f"{took(lambda: browser.get(url)):.1f} ms")
    with counted(app) as queries:
        page = browser.get(url)
    if page.text.count("kk-rooms__time") != bookings:
        raise SystemExit("the month does not show what is in it")
    row("month of rooms", f"{typical(browser, [url] * ROUNDS):.1f} ms", "≤ 80 ms")
    week = f"/vechtdal/beheer/ruimtes?week={month + timedelta(days=7)}"
    row("week of rooms", f"{typical(browser, [week] * ROUNDS):.1f} ms")
    row("month of rooms, queries", str(len(queries)))
    with app.app_context():
        db.engine.dispose()


def _fill(month: date) -> int:
    branch = the_library().branches[0]
    rooms = [a_room(branch, f"Zaal {number:02}") for number in range(1, ROOMS + 1)]
    days = [
        day for ahead in range(31) if (day := month + timedelta(days=ahead)).month == month.month
    ]
    moments = [from_local(day, time(hour)) for day in days for hour in HOURS]
    for room in rooms:
        for number, begins in enumerate(moments):
            _keep(room, begins, gathering=number % 2 == 0)
    return len(rooms) * len(moments)


def _keep(room: Room, begins: datetime, *, gathering: bool) -> None:
    if not gathering:
        a_booking(room, begins)
        return
    booking = a_booking(room, begins, purpose=Purpose.GATHERING, what="Taalcafé")
    a_gathering("Taalcafé", starts_at=begins, booking_id=booking.id,
                branch_id=room.branch_id, room_id=room.id)  # fmt: skip
