"""Everybody wants the same room at the same moment: one gets it."""

from __future__ import annotations

from datetime import timedelta

from community.bookings import services
from community.bookings.models import Purpose
from community.bookings.services import Clash
from community.clock import now
from community.db import transaction
from community.gatherings import hosting
from community.gatherings.drafts import DraftRefused
from tests.bookings.booking import a_wish, all_bookings, assert_nothing_is_double, the_room
from tests.factories import a_room, next_week
from tests.gatherings.crowd import rush
from tests.gatherings.drafting import a_draft, a_hand

MINUTE = timedelta(minutes=1)


def booking(library_id, wish):
    def act():
        with transaction() as tx:
            services.book(tx, library_id, wish, purpose=Purpose.OWN, what="Overleg", now=now())

    return act


def test_fifty_people_want_the_same_room_and_one_gets_it(app):
    room = the_room()
    wishes = [a_wish(room, next_week() + n % 60 * MINUTE) for n in range(50)]
    wrong = rush(app, [booking(room.library_id, wish) for wish in wishes], in_flight=50)
    assert [type(each) for each in wrong] == [Clash] * 49
    assert len(all_bookings()) == 1


def test_in_a_rush_for_a_whole_day_no_two_overlap(app):
    room = the_room(set_up_minutes=15, clear_minutes=0)
    hours = [next_week(8) + n * 35 * MINUTE for n in range(20)]
    wishes = [a_wish(room, hour + shift * MINUTE, 20) for shift in (0, 7) for hour in hours]
    wrong = rush(app, [booking(room.library_id, wish) for wish in wishes], in_flight=40)
    assert {type(each) for each in wrong} == {Clash}
    assert len(all_bookings()) == 40 - len(wrong) >= 10
    assert_nothing_is_double()


def test_gatherings_that_move_into_one_room_at_once_leave_it_to_one(app):
    room = the_room()
    others = [a_room(room.branch, f"Zaal {n}") for n in range(12)]
    with transaction() as tx:
        kept = [
            hosting.create(tx, room.library_id, a_draft(room_id=each.id), a_hand()).id
            for each in others
        ]

    def into_it(gathering_id):
        def act():
            with transaction() as tx:
                draft = a_draft(room_id=room.id)
                hosting.edit(tx, room.library_id, gathering_id, draft, a_hand())

        return act

    wrong = rush(app, [into_it(each) for each in kept])
    assert [type(each) for each in wrong] == [DraftRefused] * 11
    assert len(all_bookings()) == 12
    assert_nothing_is_double()
