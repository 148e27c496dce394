"""The step to booked rooms, taken in a house where two could be in one room."""

from __future__ import annotations

from datetime import timedelta

from flask_migrate import downgrade, upgrade

from community.db import db, session
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering
from tests.bookings.booking import a_wish, all_bookings, book, the_room
from tests.factories import a_gathering, a_room, next_week

BEFORE = "0007"


def test_what_was_planned_gets_its_room_first_come_first_served(app):
    room = the_room()
    here = {"branch_id": room.branch_id, "room_id": room.id}
    other = a_room(room.branch, "Tuinkamer")
    half_past = next_week() + timedelta(minutes=30)
    made = {
        "late": a_gathering("Te laat", starts_at=half_past, **here),
        "first": a_gathering("Breigroep", **here),
        "next door": a_gathering(branch_id=room.branch_id, room_id=other.id),
        "right after": a_gathering(starts_at=next_week(16), is_sensitive=True, **here),
        "called off": a_gathering(starts_at=next_week(18), status="cancelled", **here),
        "on the wall": a_gathering(kind=Kind.EXHIBITION, capacity=None, **here),
        "anywhere": a_gathering(),
    }
    ids = {name: gathering.id for name, gathering in made.items()}
    db.session.remove()
    downgrade(revision=BEFORE)
    upgrade()
    booked = {name: session().get_one(Gathering, number).booking for name, number in ids.items()}
    assert {name for name, booking in booked.items() if booking} == {
        "first",
        "next door",
        "right after",
    }
    assert booked["first"].what == "Breigroep"
    assert booked["first"].blocked_from == booked["first"].starts_at == next_week()
    assert booked["right after"].what == ""
    assert len(all_bookings()) == 3
    # New numbers go on after the ones that were given.
    given = {booking.id for booking in all_bookings()}
    assert book(a_wish(the_room(), next_week(20))).id not in given
