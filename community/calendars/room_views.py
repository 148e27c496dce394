"""What is in the rooms of a branch, in the calendar of who works there.

The address is somebody's own: it stops when they no longer work here, and a new address for their
own feed is a new one here too. Titles, never names of people.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, render_template, request, url_for
from flask_babel import force_locale, gettext

from community import clock, tokens
from community.accounts import queries as accounts
from community.accounts.access import me
from community.accounts.models import Person, Role
from community.accounts.roles import reaches
from community.bookings import queries
from community.bookings.labels import PURPOSES
from community.bookings.queries import Booked
from community.calendars.answers import PRIVATE, feed_answer, for_one_person, never_empty
from community.calendars.links import Subscription
from community.calendars.queries import find_person
from community.db import session
from community.errors import NotFound
from community.ical.events import CalendarEvent
from community.ical.writing import calendar, vevent, with_lines
from community.libraries.models import Branch
from community.libraries.queries import get_branch
from community.libraries.tenancy import PREFIX, base_url, this_library
from community.web import slots
from community.web.access import open_to_all
from community.web.formats import clock as at_clock
from community.web.i18n import language_of
from community.web.keys import house_key

bp = Blueprint("room_feed", __name__)

#: A feed for planning ahead, not an archive.
DAYS_BACK, DAYS_AHEAD = 7, 120
#: The longest feed; a branch of ten full rooms stays below it.
MOST_EVENTS = 2_000


@bp.get(f"{PREFIX}/ruimtes/<int:branch_id>/<token>.ics", provide_automatic_options=False)
@open_to_all
@never_empty
def show(branch_id: int, token: str) -> Response:
    """The rooms of a branch, for who has the address and works here still."""
    library = this_library()
    branch = get_branch(session(), library, branch_id)
    person = _whose(token, branch)
    if person is None or not reaches(
        accounts.find_role(session(), library.id, person.id), Role.STAFF
    ):
        raise NotFound
    today = clock.local_day(clock.now())
    first = clock.start_of_day(today - timedelta(days=DAYS_BACK))
    last = clock.end_of_day(today + timedelta(days=DAYS_AHEAD))
    rooms = {room.id: room.name for room in queries.list_rooms(session(), library.id, branch.id)}
    state = queries.branch_state(session(), library.id, branch.id, first, last)
    spoken = request.args.get("taal") or person.language
    language = language_of(spoken, None, current_app.config["LANGUAGES"])
    return for_one_person(
        feed_answer(
            lambda: _body(branch, rooms, first, last, language),
            facts=("rooms", branch.id, branch.name, rooms, state, today, language, base_url()),
            cache_control=PRIVATE,
        )
    )


def address_of(person: Person, branch: Branch) -> str:
    token = token_of(person, branch)
    return f"{base_url()}{url_for('room_feed.show', branch_id=branch.id, token=token)}"


def token_of(person: Person, branch: Branch) -> str:
    return tokens.derive(house_key(), _purpose(branch), person.id, person.calendar_salt)


def panel(branch: Branch) -> str:
    """Below the calendar of rooms: the same, in one's own calendar."""
    name = gettext("Rooms in %(place)s", place=branch.place)
    return render_template(
        "calendars/_rooms.html", feed=Subscription(address_of(me(), branch), name)
    )


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "rooms.below", panel)


def _body(
    branch: Branch, rooms: dict[int, str], first: datetime, last: datetime, language: str
) -> bytes:
    booked = queries.list_of_branch(session(), branch.library_id, branch.id, first, last)
    with force_locale(language):
        events = [_event(each, rooms, branch) for each in booked[:MOST_EVENTS]]
        name = gettext("Rooms in %(place)s", place=branch.place)
    return calendar(
        (with_lines(vevent(event), transparent=True) for event in events),
        name=name,
        language=language,
    )


def _event(booked: Booked, rooms: dict[int, str], branch: Branch) -> CalendarEvent:
    return CalendarEvent(
        uid=f"room-booking-{booked.id}@{urlsplit(base_url()).hostname}",
        title=booked.what or str(PURPOSES[booked.purpose]),
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        created_at=booked.created_at,
        revised_at=booked.revised_at,
        description=gettext(
            "The room is booked from %(from)s to %(until)s.",
            **{"from": at_clock(booked.blocked_from), "until": at_clock(booked.blocked_until)},
        ),
        location=f"{rooms[booked.room_id]}, {branch.name}",
        categories=(str(PURPOSES[booked.purpose]),),
        private=True,
    )


def _whose(token: str, branch: Branch) -> Person | None:
    number = tokens.row_id(token)
    person = find_person(session(), number) if number is not None else None
    if person is None:
        return None
    known = tokens.matches(token, house_key(), _purpose(branch), person.id, person.calendar_salt)
    return person if known else None


def _purpose(branch: Branch) -> str:
    return f"rooms of {branch.id}"
