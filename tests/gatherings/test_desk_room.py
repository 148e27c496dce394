"""How it stands with a room is said while one types, and nothing is written by asking."""

from __future__ import annotations

import re

import pytest

from community.db import db, transaction
from community.libraries.models import Room
from tests.bookings.booking import a_wish, all_bookings, book
from tests.factories import a_library, a_room, next_week
from tests.gatherings.desk import DESK, count, error_beside, first_branch, revision, typed
from tests.gatherings.drafting import published

ASK = f"{DESK}/zaal"


@pytest.fixture
def room(desk) -> Room:
    return a_room(first_branch(), "Leeszaal", capacity=16)


def said(answer):
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def ask(desk, room, **fields):
    asked = {"kind": "conversation", "place": f"zaal-{room.id}", **fields}
    return desk.get(ASK, query_string=typed(**asked))


def test_a_free_room_says_how_long_it_is_kept(desk, room):
    assert "Leeszaal is dan vrij. We houden de ruimte vrij van 13.45 tot 16.15 uur." in said(
        ask(desk, room, capacity="12")
    )
    longer = said(ask(desk, room, set_up_minutes="60", clear_minutes="0", ends="15:00"))
    assert "van 13.00 tot 15.00 uur" in longer
    assert all_bookings() == []


def test_a_taken_room_says_by_what_and_what_is_free_instead(desk, room):
    a_room(room.branch, "Tuinkamer", capacity=30)
    book(a_wish(room, next_week(13, 30), 120), what="Taalcafé")
    answer = ask(desk, room, ends="15:00")
    assert "Leeszaal is dan bezet: Taalcafé" in said(answer)
    assert "13.15 tot 15.45 uur (met klaarzetten en opruimen)." in said(answer)
    assert "Tuinkamer op dezelfde tijd" in said(answer)
    assert "Leeszaal vanaf 16.00 uur" in said(answer)
    tuinkamer = max(room.branch.rooms, key=lambda each: each.id)
    assert f'value="zaal-{tuinkamer.id}|{next_week():%Y-%m-%d}T14:00|' in answer.text
    # The same stands in the form that comes back, with what was typed.
    again = desk.post(f"{DESK}/nieuw", data=typed(place=f"zaal-{room.id}", ends="15:00"))
    assert again.status_code == 422
    assert "Tuinkamer op dezelfde tijd" in said(again)
    assert 'value="Samen eten"' in again.text


def taken_in(html, room):
    """What the button of this room sends, and what the form says when it comes back."""
    return re.search(rf'name="neem" value="(zaal-{room.id}\|[^"]+)"', html).group(1)


def test_without_scripts_what_is_free_comes_back_filled_in_and_nothing_is_kept(desk, room):
    tuinkamer = a_room(room.branch, "Tuinkamer")
    book(a_wish(room), what="Taalcafé")
    sent = typed(place=f"zaal-{room.id}", ends="15:00", title="")
    refused = desk.post(f"{DESK}/nieuw", data=sent).text
    # Enter in a field shows how it will look; it does not take what is free.
    assert refused.index('value="voorbeeld"') < refused.index('name="neem"')
    button = taken_in(refused, tuinkamer)
    again = desk.post(f"{DESK}/nieuw", data={**sent, "act": "", "neem": button})
    assert again.status_code == 200
    assert "Tuinkamer is dan vrij" in said(again)
    assert f'<option selected value="zaal-{tuinkamer.id}">' in again.text
    assert "autofocus" in again.text
    assert error_beside(again, "title") is None
    assert count() == 0


def test_without_scripts_the_nearest_time_is_taken_where_it_is_moved(desk, room):
    gathering = published()
    book(a_wish(room), what="Taalcafé")
    path = f"{DESK}/{gathering.id}/verplaatsen"
    sent = typed(place=f"zaal-{room.id}", seen=revision(desk.get(path).text), ends="15:00")
    button = taken_in(desk.post(path, data=sent).text, room)
    again = desk.post(path, data={**sent, "neem": button})
    assert again.status_code == 200
    assert "Leeszaal is dan vrij" in said(again)
    assert f'value="{button.split("|")[1][-5:]}"' in again.text
    assert db.session().get_one(type(gathering), gathering.id).room_id is None


@pytest.mark.parametrize("button", ["zaal-1", "x|9999-99-99T99:99|9999-99-99T99:99", "|||"])
def test_a_button_that_nobody_was_given_is_no_failure(desk, room, button):
    sent = typed(place=f"zaal-{room.id}", act="voorbeeld", neem=button)
    assert desk.post(f"{DESK}/nieuw", data=sent).status_code == 200


def test_more_places_than_chairs_is_a_word_and_no_refusal(desk, room):
    assert "In Leeszaal passen 16 mensen, en je hebt 20 plekken." in said(ask(desk, room))
    sent = typed(place=f"zaal-{room.id}")
    assert desk.post(f"{DESK}/nieuw", data=sent).status_code == 303


def test_its_own_booking_is_not_in_its_way(desk, room):
    gathering = published(room_id=room.id, title="Breigroep")
    for path in (f"{DESK}/{gathering.id}/bewerken", f"{DESK}/{gathering.id}/verplaatsen"):
        page = said(desk.get(path))
        assert "Leeszaal is dan vrij" in page
        assert "dan bezet" not in page
    assert "dan bezet: Breigroep" in said(ask(desk, room))
    own = typed(place=f"zaal-{room.id}", activiteit=str(gathering.id))
    assert "is dan vrij" in said(desk.get(ASK, query_string=own))


def test_a_move_into_a_taken_room_comes_back_with_what_is_free(desk, room):
    gathering = published()
    book(a_wish(room), what="Taalcafé")
    form = desk.get(f"{DESK}/{gathering.id}/verplaatsen").text
    sent = typed(place=f"zaal-{room.id}", seen=revision(form))
    answer = desk.post(f"{DESK}/{gathering.id}/verplaatsen", data=sent)
    assert answer.status_code == 422
    assert "Dit is vrij" in said(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {"day": ""},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"starts": ""},
        {"starts": "25:00"},
        {"place": "elders"},
        {"place": "zaal-" + "9" * 5000},
        {"place": "zaal-1e3"},
        {"ends": "13:00"},
        {"kind": "exhibition"},
        {"last_day": "2199-01-01"},
    ],
)
def test_what_is_not_there_yet_is_no_reason_to_say_anything(desk, room, fields):
    answer = ask(desk, room, **fields)
    assert answer.status_code == 200
    assert said(answer) == ""


def test_odd_minutes_are_looked_at_as_usual(desk, room):
    for minutes in ("-5", "veel", "9" * 5000, "100000"):
        assert "13.45 tot" in said(ask(desk, room, set_up_minutes=minutes, capacity=minutes))


def test_rooms_and_gatherings_of_another_library_are_not_there(desk, room):
    theirs = a_library("salland")
    other = a_room(theirs.branches[0])
    assert said(ask(desk, other)) == ""
    gathering = published()
    with transaction() as tx:
        tx.get_one(type(gathering), gathering.id).library_id = theirs.id
    asked = typed(activiteit=str(gathering.id))
    assert desk.get(ASK, query_string=asked).status_code == 404
