"""The clock that every table sees, and the rounds it goes by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.db import session, transaction
from community.formats.models import GatheringFormat
from community.gatherings.models import Gathering
from community.table_notes import queries, rounds, rules, running, showing
from community.table_notes.models import RoundClock
from community.table_notes.rounds import Press
from community.table_notes.running import Round
from community.table_plans.models import State
from tests.formats.rows import a_format, goes_by
from tests.gatherings.crowd import rush
from tests.table_notes.tables import a_talk
from tests.table_plans.plans import a_plan, divided, in_state

pytestmark = pytest.mark.usefixtures("app")

THREE = (Round(1, "Wie?", 20), Round(2, "Wat?", 20), Round(3, "Hoe?", None))


def press(gathering: Gathering, what: Press, *, seen: str | None = None, at=None) -> bool:
    saw = seen if seen is not None else rounds.stand(clock_of(gathering))
    with transaction() as tx:
        return rounds.press(
            tx, gathering.library_id, gathering.id, what, THREE, seen=saw, now=at or now()
        )


def clock_of(gathering: Gathering) -> RoundClock | None:
    session().rollback()
    return queries.find_clock(session(), gathering)


def test_pressing_next_twice_moves_one_round():
    talk = a_talk()
    assert press(talk, Press.NEXT, seen="0")
    assert not press(talk, Press.NEXT, seen="0")
    assert clock_of(talk).round_no == 1


def test_two_people_who_press_at_once_are_one_press(app):
    talk = a_talk()
    assert rush(app, [lambda: press(talk, Press.NEXT, seen="0")] * 4) == []
    assert clock_of(talk).round_no == 1
    saw = rounds.stand(clock_of(talk))
    assert rush(app, [lambda: press(talk, Press.MORE, seen=saw)] * 4) == []
    assert clock_of(talk).minutes == 22


def test_from_the_first_round_to_the_end_and_back_from_a_wrong_press():
    talk = a_talk()
    for what in (Press.NEXT, Press.NEXT, Press.NEXT, Press.END):
        assert press(talk, what)
    assert not press(talk, Press.NEXT)
    assert clock_of(talk).ended_at is not None
    assert press(talk, Press.AGAIN)
    assert clock_of(talk).ended_at is None
    assert press(talk, Press.BACK)
    clock = clock_of(talk)
    assert (clock.round_no, clock.minutes) == (2, 20)


def test_two_more_minutes_come_on_top_and_of_what_is_over_count_from_now():
    talk, began = a_talk(), now()
    press(talk, Press.NEXT, at=began)
    press(talk, Press.MORE, at=began + timedelta(minutes=5))
    assert clock_of(talk).round_ends_at == began + timedelta(minutes=22)
    press(talk, Press.MORE, at=began + timedelta(minutes=30))
    assert clock_of(talk).round_ends_at == began + timedelta(minutes=32)


def test_a_round_without_minutes_gets_none_on_top():
    talk = a_talk()
    for _each in THREE:
        press(talk, Press.NEXT)
    assert rounds.offered(clock_of(talk), THREE) == [Press.END, Press.BACK]


def test_the_clock_stands_still_when_the_room_is_not_open():
    talk = a_talk()
    with pytest.raises(rules.RoomIsClosed):
        press(talk, Press.NEXT, at=talk.starts_at - timedelta(days=1))


def test_rounds_are_those_of_the_format_else_of_the_plan_else_one_about_the_title():
    talk, plan = a_talk(), a_plan(topics="Wie hielp jou?", first_round=15, round_minutes=25)
    assert running.rounds_of(talk, None, None) == (Round(1, talk.title),)
    assert running.rounds_of(talk, None, plan) == (
        Round(1, "Wie hielp jou?", 25), Round(2, talk.title, 25),
    )  # fmt: skip
    goes_by(talk, a_format())
    taken = session().get_one(GatheringFormat, talk.id)
    found = running.rounds_of(talk, taken, plan)
    assert [each.minutes for each in found] == [each.minutes for each in taken.content.rounds]


def test_as_long_as_nobody_set_the_clock_a_table_says_in_which_round_it_is():
    assert running.current(THREE, None, 2).number == 2
    assert running.current(THREE, None, 99).number == 3
    assert running.current(THREE, RoundClock(round_no=1), 3).number == 1


def test_a_table_shows_its_host_and_seats_from_a_plan_that_is_out():
    plan = divided(a_plan(tables=2, hosts_per_table=0), steps=50)
    at = showing.running_at(session(), plan.gathering)
    assert showing.seats_of(session(), at, 1) == showing.Seats()
    in_state(plan, State.FIXED, State.RELEASED)
    at = showing.running_at(session(), plan.gathering)
    assert showing.seats_of(session(), at, 1).taken == 4
    assert showing.seats_of(session(), at, 3) == showing.Seats()
