"""Changing one date of a series, this and what follows, or all that are to come."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from community.clock import local, now
from community.db import db
from community.errors import NotFound
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_rules import GatheringIsOver, Overtaken
from community.gatherings.models import GatheringStatus
from community.series import changes
from community.series.editing import Scope
from tests.factories import a_room, a_sign_up, the_library
from tests.gatherings.drafting import cancel, edit, mails, move
from tests.series.acts import (
    WEEK,
    a_first,
    a_series,
    a_tuesday,
    at_clock,
    change,
    dates,
    days,
    extend,
    gatherings,
    stands,
)

pytestmark = pytest.mark.usefixtures("app")


def clocks(series):
    return [local(each.starts_at).time() for each in gatherings(series)]


def test_all_changes_every_date_to_come_and_the_pattern():
    series = a_series(rule={"until": None})
    third = gatherings(series)[2]
    change(third, Scope.ALL, title="Taalcafé in de tuin", capacity=30)
    assert {(each.title, each.capacity) for each in gatherings(series)} == {
        ("Taalcafé in de tuin", 30)
    }
    assert extend(series, later=3 * WEEK) == 3
    assert gatherings(series)[-1].title == "Taalcafé in de tuin"


def test_this_and_following_splits_the_rule_and_leaves_what_came_before():
    series = a_series()
    fourth = gatherings(series)[3]
    new = change(fourth, Scope.FOLLOWING, title="Taalcafé plus").series
    assert new.id != series.id
    assert new.first_id == series.id
    assert days(series) == [a_tuesday() + n * WEEK for n in range(3)]
    assert days(new) == [a_tuesday() + n * WEEK for n in range(3, 10)]
    assert {each.title for each in gatherings(series)} == {"Taalcafé"}
    assert {each.title for each in gatherings(new)} == {"Taalcafé plus"}
    assert stands(series).until < stands(new).first_day
    assert extend(series) == extend(new) == 0


def test_following_from_the_first_date_on_is_all():
    series = a_series()
    edited = change(gatherings(series)[0], Scope.FOLLOWING, title="Anders")
    assert edited.series.id == series.id
    assert {each.title for each in gatherings(series)} == {"Anders"}


def test_every_other_week_keeps_its_weeks_after_a_split():
    series = a_series(rule={"weeks": 2, "until": None})
    planned = days(series)
    new = change(gatherings(series)[2], Scope.FOLLOWING, capacity=7).series
    assert extend(new, later=4 * WEEK) == 2
    assert days(series) + days(new)[: len(planned) - 2] == planned
    assert {(one - planned[0]).days % 14 for one in days(new)} == {0}


def test_another_time_is_a_move_that_everybody_at_every_date_hears_of():
    series = a_series()
    second, fifth = gatherings(series)[1], gatherings(series)[4]
    a_sign_up(second), a_sign_up(fifth)
    edited = change(second, Scope.ALL, **at_clock(second, 20))
    assert clocks(series) == [time(20)] * 10
    assert edited.reach.mails == 2
    assert {mail.gathering_id for mail in mails("gatherings/moved")} == {second.id, fifth.id}
    assert mails("series/moved") == []
    assert stands(series).starts == time(20)
    assert stands(series).ends == time(21, 30)


def test_the_time_on_the_wall_is_the_same_in_summer_and_winter_after_a_change():
    series = a_series(rule={"until": None})
    first = gatherings(series)[0]
    change(first, Scope.ALL, **at_clock(first, 10, 15))
    offsets = {local(each.starts_at).utcoffset() for each in gatherings(series)}
    assert len(offsets) == 2
    assert set(clocks(series)) == {time(10, 15)}


def test_what_was_changed_by_hand_stays_unless_it_is_said_to_go_along():
    series = a_series()
    third = gatherings(series)[2]
    edit(third, title="Taalcafé met muziek", capacity=50)
    first = gatherings(series)[0]
    change(first, Scope.ALL, capacity=12, bring="Een mok")
    third = gatherings(series)[2]
    assert (third.title, third.capacity, third.bring) == ("Taalcafé met muziek", 50, "Een mok")
    assert changes.by_hand(series, dates(series)[2]) == {"title", "capacity"}
    change(gatherings(series)[0], Scope.ALL, capacity=15)
    assert gatherings(series)[2].capacity == 50
    change(gatherings(series)[0], Scope.ALL, also_by_hand=True, capacity=16)
    third = gatherings(series)[2]
    assert (third.title, third.capacity) == ("Taalcafé met muziek", 16)


def test_a_date_that_was_moved_by_hand_keeps_its_day_and_its_time():
    series = a_series()
    third = gatherings(series)[2]
    later = third.starts_at + timedelta(days=2)
    move(third, starts_at=later, ends_at=later + timedelta(hours=1))
    first = gatherings(series)[0]
    change(first, Scope.ALL, **at_clock(first, 9))
    assert gatherings(series)[2].starts_at == later
    assert clocks(series).count(time(9)) == 9


def test_what_one_date_had_of_its_own_does_not_spread():
    series = a_series()
    third = gatherings(series)[2]
    edit(third, title="Taalcafé met muziek")
    change(third, Scope.ALL, cost="2 euro")
    assert {each.cost for each in gatherings(series)} == {"2 euro"}
    assert [each.title for each in gatherings(series)].count("Taalcafé met muziek") == 1
    assert stands(series).title == "Taalcafé"


def test_what_is_cancelled_stays_as_it_was():
    series = a_series()
    second = gatherings(series)[1]
    cancel(second)
    change(gatherings(series)[0], Scope.ALL, title="Anders")
    second = gatherings(series)[1]
    assert (second.title, second.status) == ("Taalcafé", GatheringStatus.CANCELLED)
    with pytest.raises(GatheringIsOver):
        change(second, Scope.ALL, title="Nog anders")


def test_what_takes_days_on_end_goes_for_one_date_only():
    first = gatherings(a_series())[0]
    with pytest.raises(DraftRefused):
        change(first, Scope.ALL, ends_at=first.ends_at + timedelta(days=1))


def test_a_date_that_refuses_stays_as_it_is_and_is_pointed_out():
    series = a_series(capacity=20)
    busy = gatherings(series)[6]
    a_sign_up(busy, party_size=8)
    edited = change(gatherings(series)[0], Scope.ALL, capacity=5)
    assert edited.refused == 1
    capacities = [each.capacity for each in gatherings(series)]
    assert capacities == [5] * 6 + [20] + [5] * 3
    (troubled,) = [row for row in dates(series) if row.trouble]
    assert troubled.gathering_id == busy.id
    assert troubled.problems[0].values == {"taken": 8}


def test_a_room_that_is_taken_on_one_date_leaves_that_date_where_it_was():
    room = a_room(min(the_library().branches, key=lambda each: each.id))
    a_first(a_tuesday() + 3 * WEEK, title="Schaakclub", room_id=room.id)
    series = a_series()
    edited = change(gatherings(series)[0], Scope.ALL, room_id=room.id)
    assert edited.refused == 1
    rooms = [each.room_id for each in gatherings(series)]
    assert rooms == [room.id] * 3 + [None] + [room.id] * 6


def test_what_the_edited_date_refuses_is_refused_altogether():
    series = a_series()
    with pytest.raises(DraftRefused):
        change(gatherings(series)[0], Scope.ALL, title="")
    assert {each.title for each in gatherings(series)} == {"Taalcafé"}


def test_a_form_that_was_overtaken_changes_nothing():
    series = a_series()
    first = gatherings(series)[0]
    seen = first.revised_at
    edit(first, title="Van een ander")
    with pytest.raises(Overtaken):
        change(gatherings(series)[0], Scope.ALL, seen=seen, title="Van mij")
    db.session().rollback()
    assert {each.title for each in gatherings(series)} == {"Van een ander", "Taalcafé"}


def test_a_change_leaves_alone_what_has_been():
    series = a_series()
    second, third = gatherings(series)[1:3]
    change(third, Scope.ALL, later=second.starts_at - now(), title="Later")
    titles = [each.title for each in gatherings(series)]
    assert titles == ["Taalcafé"] * 2 + ["Later"] * 8


def test_what_is_in_no_series_cannot_be_changed_as_one():
    with pytest.raises(NotFound):
        change(a_first(), Scope.ALL, title="Later")
