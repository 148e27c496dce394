"""The rooms at the desk over HTTP, without JavaScript."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from community.accounts.models import Role
from community.bookings import calendar, owners
from community.bookings.models import Purpose
from community.clock import local, local_day
from community.db import transaction
from community.libraries.models import Branch
from tests.bookings.booking import a_wish, all_bookings, book, the_room
from tests.factories import a_branch, a_library, a_member, a_room, next_week, the_library
from tests.gatherings.desk import error_beside
from tests.gatherings.drafting import published
from tools.bench.pages import counted

ROOMS = "/vechtdal/beheer/ruimtes"


@pytest.fixture
def staff(app, client_of):
    the_library()
    return client_of(a_member(Role.STAFF, name="Sanne"))


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def week(**more):
    return {"week": f"{local_day(next_week()):%Y-%m-%d}", **more}


def typed(room, **fields):
    day = local(next_week())
    given = {
        "what": "Teamoverleg", "purpose": "own", "place": f"zaal-{room.id}",
        "day": f"{day:%Y-%m-%d}", "starts": "14:00", "ends": "15:00",
    }  # fmt: skip
    return {**given, **fields}


def test_a_week_says_what_is_in_which_room_and_how_long_it_is_kept(staff):
    room = the_room()
    book(a_wish(room, minutes=90), what="Muziekles", purpose=Purpose.RENTED)
    published(room_id=a_room(room.branch, "Tuinkamer").id, title="Breigroep")
    page = said(staff.get(ROOMS, query_string=week()))
    assert "14.00–15.30 Muziekles Verhuurd bezet 13.45–15.45" in page
    assert "14.00–16.00 Breigroep bezet 13.45–16.15" in page
    assert "Muziekles" not in said(staff.get(ROOMS))
    month = {"maand": f"{local_day(next_week()):%Y-%m}"}
    assert "Muziekles" in said(staff.get(ROOMS, query_string=month))
    assert calendar.month_of(local_day(next_week())).query == month
    assert list(calendar.week_of(local_day(next_week())).query) == ["week"]


def test_a_branch_shows_its_own_rooms(staff):
    book(a_wish(the_room()), what="In Ommen")
    dalfsen = a_branch(place="Dalfsen")
    book(a_wish(a_room(dalfsen, "Kleine zaal")), what="In Dalfsen")
    page = said(staff.get(ROOMS, query_string=week(vestiging="dalfsen")))
    assert "In Dalfsen" in page
    assert "In Ommen" not in page


def test_what_is_sensitive_has_no_name_on_the_wall(staff):
    published(room_id=the_room().id, title="Praten over rouw", is_sensitive=True)
    page = said(staff.get(ROOMS, query_string=week()))
    assert "rouw" not in page
    assert "14.00–16.00 Activiteit" in page


@pytest.mark.parametrize("asked", ["week=kalkoen", "week=0001-01-01", "week=9999-12-31",
                                   "maand=2026-13", "maand=", "vestiging=nergens"])  # fmt: skip
def test_what_nobody_understands_is_this_week(staff, asked):
    the_room()
    assert staff.get(f"{ROOMS}?{asked}").status_code == 200


def test_a_library_without_rooms_says_where_to_begin(staff):
    assert "nog geen ruimtes" in said(staff.get(ROOMS))


def test_gatherings_lead_a_librarian_to_their_page_and_others_nowhere(staff, client_of, app):
    gathering = published(room_id=the_room().id)
    link = f'href="/vechtdal/beheer/activiteiten/{gathering.id}"'
    assert link not in staff.get(ROOMS, query_string=week()).text
    librarian = client_of(a_member(Role.LIBRARIAN))
    assert link in librarian.get(ROOMS, query_string=week()).text
    assert len(owners._asked) == 1


def test_a_room_is_kept_changed_and_given_back(staff):
    room = the_room()
    kept = staff.post(f"{ROOMS}/nieuw", data=typed(room))
    assert kept.status_code == 303
    assert "Teamoverleg" in staff.get(kept.location).text
    (booking,) = all_bookings()
    here = f"{ROOMS}/{booking.id}"
    assert 'value="Teamoverleg"' in staff.get(here).text
    changed = typed(room, what="Groot overleg", purpose="group", starts="13:30", set_up_minutes="0")
    assert staff.post(here, data=changed).status_code == 303
    (booking,) = all_bookings()
    assert (booking.what, booking.purpose) == ("Groot overleg", Purpose.GROUP)
    assert booking.blocked_from == booking.starts_at == next_week(13, 30)
    assert staff.post(f"{here}/vrijgeven").status_code == 303
    assert all_bookings() == []


def test_a_taken_room_is_refused_with_what_is_free(staff):
    room = the_room()
    a_room(room.branch, "Tuinkamer")
    book(a_wish(room), what="Schoonmaak")
    refused = staff.post(f"{ROOMS}/nieuw", data=typed(room))
    assert refused.status_code == 422
    assert "Schoonmaak" in error_beside(refused, "place")
    assert "Tuinkamer op dezelfde tijd" in said(refused)
    asked = staff.get(f"{ROOMS}/kijk", query_string=typed(room))
    assert "Tuinkamer op dezelfde tijd" in said(asked)
    (booking,) = all_bookings()
    own = typed(room, boeking=str(booking.id))
    assert "is dan vrij" in said(staff.get(f"{ROOMS}/kijk", query_string=own))


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"purpose": "gathering"}, "purpose"),
        ({"place": "zaal-0"}, "place"),
        ({"day": ""}, "day"),
        ({"day": "1999-12-31"}, "day"),
        ({"day": "31-12-2026"}, "day"),
        ({"day": "9999-12-31", "every_week_until": "9999-12-31"}, "day"),
        ({"starts": "24:00"}, "starts"),
        ({"ends": "14:00"}, "ends"),
        ({"day": "2027-03-28", "starts": "02:15", "ends": "02:45"}, "ends"),
        ({"set_up_minutes": "481"}, "set_up_minutes"),
        ({"clear_minutes": "9" * 5000}, "clear_minutes"),
    ],
)
def test_what_is_not_right_stands_beside_its_field(staff, wrong, beside):
    refused = staff.post(f"{ROOMS}/nieuw", data=typed(the_room(), **wrong))
    assert refused.status_code == 422
    assert error_beside(refused, beside)
    assert staff.get(f"{ROOMS}/kijk", query_string=typed(the_room(), **wrong)).status_code == 200
    assert all_bookings() == []


def test_a_gatherings_booking_is_not_changed_here(staff):
    published(room_id=the_room().id)
    (booking,) = all_bookings()
    here = f"{ROOMS}/{booking.id}"
    assert staff.get(here).status_code == 409
    assert staff.post(here, data=typed(the_room())).status_code == 409
    assert staff.post(f"{here}/vrijgeven").status_code == 409
    assert len(all_bookings()) == 1


def test_bookings_and_rooms_of_another_library_do_not_exist(staff):
    the_room()
    other = a_room(a_library("salland").branches[0])
    theirs = book(a_wish(other))
    for path in (f"{theirs.id}", f"{theirs.id}/vrijgeven"):
        assert staff.post(f"{ROOMS}/{path}", data=typed(other)).status_code == 404
    assert error_beside(staff.post(f"{ROOMS}/nieuw", data=typed(other)), "place")


def test_a_full_month_takes_as_many_queries_as_an_empty_one(staff, app):
    branch = the_room().branch
    month = {"maand": f"{local_day(next_week()):%Y-%m}"}
    staff.get(ROOMS, query_string=month)
    with counted(app) as empty:
        staff.get(ROOMS, query_string=month)
    for number in range(10):
        room = a_room(branch, f"Zaal {number}")
        for hour in (9, 12, 15):
            book(a_wish(room, next_week(hour) + timedelta(minutes=number)))
    with counted(app) as full:
        staff.get(ROOMS, query_string=month)
    assert len(full) <= len(empty)


def test_a_room_is_kept_every_week_and_the_weeks_in_the_way_are_listed(staff):
    room = the_room()
    third = local(next_week()) + timedelta(weeks=2)
    book(a_wish(room, third), what="Koor")
    until = f"{third + timedelta(weeks=1):%Y-%m-%d}"
    refused = staff.post(f"{ROOMS}/nieuw", data=typed(room, every_week_until=until))
    assert refused.status_code == 422
    assert error_beside(refused, "every_week_until")
    assert "Koor" in said(refused)
    assert len(all_bookings()) == 1
    data = typed(room, every_week_until=until, skip_taken="y")
    assert staff.post(f"{ROOMS}/nieuw", data=data).status_code == 303
    assert len(all_bookings()) == 4
    first = all_bookings()[0]
    assert "de 2 weken erna" in said(staff.get(f"{ROOMS}/{first.id}"))
    staff.post(f"{ROOMS}/{first.id}/vrijgeven", data={"ook_later": "ja"})
    assert [each.what for each in all_bookings()] == ["Koor"]
    far = typed(room, every_week_until=f"{third + timedelta(days=900):%Y-%m-%d}")
    assert staff.post(f"{ROOMS}/nieuw", data=far).status_code == 422


def test_outside_the_opening_hours_is_said_and_not_refused(staff):
    room = the_room()
    with transaction() as tx:
        day = local(next_week()).weekday()
        tx.get_one(Branch, room.branch_id).hours = {day: (time(10), time(13))}
    seen = staff.get(f"{ROOMS}/kijk", query_string=typed(room))
    assert "open van 10.00 tot 13.00 uur" in said(seen)
    answer = staff.post(f"{ROOMS}/nieuw", data=typed(room), follow_redirects=True)
    assert "buiten de openingstijden" in said(answer)
    assert len(all_bookings()) == 1


def test_without_scripts_a_button_takes_what_is_free(staff):
    room = the_room()
    book(a_wish(room), what="Taalcafé")
    sent = typed(room)
    refused = staff.post(f"{ROOMS}/nieuw", data=sent).text
    button = re.search(r'name="neem" value="([^"]+)"', refused).group(1)
    again = staff.post(f"{ROOMS}/nieuw", data={**sent, "neem": button})
    assert again.status_code == 200
    assert f"{room.name} is dan vrij" in said(again)
    assert 'value="Teamoverleg"' in again.text
    assert len(all_bookings()) == 1
    # Enter in a field books; it does not take what is free.
    assert refused.index("Leg deze ruimte vast</button>") < refused.index('name="neem"')
