"""Making a series: its dates are gatherings of their own, twelve months ahead."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import local, local_day, now
from community.db import db, session, transaction
from community.gatherings.drafts import DraftRefused
from community.gatherings.hosting_rules import GatheringIsCancelled, GatheringIsOver
from community.gatherings.models import Gathering, GatheringStatus
from community.series import jobs, planning
from community.series.models import SeriesDate
from community.series.rule import PeriodKind
from tests.factories import a_gathering, a_librarian, a_room, a_sign_up, saved, the_library
from tests.gatherings.drafting import a_draft, cancel, close, create, logged, mails
from tests.series.acts import (
    WEEK,
    a_first,
    a_period,
    a_series,
    a_tuesday,
    add_date,
    dates,
    days,
    extend,
    gatherings,
    repeat,
    stands,
    stop,
)

pytestmark = pytest.mark.usefixtures("app")


def test_every_date_is_a_gathering_of_its_own():
    first = a_first(capacity=12, bring="Een boek")
    series = repeat(first)
    made = gatherings(series)
    assert days(series) == [a_tuesday() + n * WEEK for n in range(10)]
    assert made[0].id == first.id
    assert len({each.uid for each in made}) == 10
    assert {each.status for each in made} == {GatheringStatus.PUBLISHED}
    assert {(each.title, each.capacity, each.bring) for each in made} == {
        ("Taalcafé", 12, "Een boek")
    }
    assert {local(each.starts_at).time() for each in made} == {time(19, 30)}
    assert len(logged(Verb.GATHERING_PUBLISHED)) == 10


def test_what_goes_on_is_planned_twelve_months_ahead():
    series = a_series(rule={"until": None, "weeks": 4})
    assert a_tuesday() + timedelta(days=330) < max(days(series))
    assert max(days(series)) <= local_day(now()) + planning.AHEAD


def test_a_draft_that_repeats_is_published_with_its_series():
    draft = create(a_draft(title="Leeskring"))
    series = repeat(draft, until=local_day(draft.starts_at) + WEEK)
    assert [each.status for each in gatherings(series)] == [GatheringStatus.PUBLISHED] * 2


def test_a_draft_without_a_place_does_not_repeat():
    draft = create(a_draft(branch_id=None))
    with pytest.raises(DraftRefused):
        repeat(draft)
    assert session().scalars(select(SeriesDate)).all() == []


@pytest.mark.parametrize("weeks", [1, 2])
def test_school_holidays_are_skipped_when_asked(weeks):
    day = a_tuesday()
    a_period(day + 2 * WEEK, day + 3 * WEEK)
    careful = a_series(rule={"not_in_holidays": True, "weeks": weeks})
    assert day + 2 * WEEK not in days(careful)
    anyway = a_series(title="Ook in de vakantie", rule={"weeks": weeks})
    assert day + 2 * WEEK in days(anyway)


def test_a_series_leaves_out_the_days_when_the_library_is_closed():
    day = a_tuesday()
    a_period(day + WEEK, day + WEEK, PeriodKind.CLOSED)
    assert days(a_series())[:2] == [day, day + 2 * WEEK]


def test_what_cannot_repeat_says_why():
    over = a_gathering(starts_at=now() - timedelta(days=1))
    with pytest.raises(GatheringIsOver):
        repeat(over)
    off = a_first()
    cancel(off)
    with pytest.raises(GatheringIsCancelled):
        repeat(off)
    twice = a_first()
    repeat(twice)
    with pytest.raises(planning.AlreadyRepeats):
        repeat(twice)
    long = a_first(title="Tentoonstelling", ends_at=a_first().ends_at + timedelta(days=3))
    with pytest.raises(planning.TakesDays):
        repeat(long)


def test_extending_twice_changes_nothing():
    series = a_series(rule={"until": None, "weeks": 2})
    before = [(each.id, each.gathering_id) for each in dates(series)]
    assert extend(series) == 0
    assert jobs.extend_all(now()) == 0
    assert [(each.id, each.gathering_id) for each in dates(series)] == before


def test_the_clock_adds_what_comes_within_reach_also_after_a_long_sleep():
    series = a_series(rule={"until": None})
    planned = len(dates(series))
    assert jobs.extend_all(now() + timedelta(hours=6)) in (0, 1)
    planned = len(dates(series))
    assert jobs.extend_all(now() + 5 * WEEK) == 5
    assert jobs.extend_all(now() + 5 * WEEK) == 0
    assert len(dates(series)) == planned + 5


def test_the_clock_leaves_alone_what_ended_and_what_is_called_off():
    series = a_series(rule={"until": None})
    cancel(gatherings(series)[1])
    stop(series, a_tuesday() + 2 * WEEK)
    assert jobs.extend_all(now() + 10 * WEEK) == 0
    shown = [each for each in gatherings(series) if not each.is_cancelled]
    assert len(shown) == 2


def test_what_the_clock_makes_is_signed_by_who_made_the_series():
    sanne = a_librarian(name="Sanne")
    series = a_series(by=sanne, rule={"until": None})
    jobs.extend_all(now() + 3 * WEEK)
    assert gatherings(series)[-1].created_by_id == sanne.id


def test_a_date_whose_room_is_taken_is_made_without_it_and_pointed_out():
    room = a_room(min(the_library().branches, key=lambda each: each.id))
    taken = a_tuesday() + 2 * WEEK
    other = a_first(taken, title="Schaakclub", room_id=room.id)
    series = a_series(room_id=room.id)
    rows = dates(series)
    assert len(rows) == 10
    assert [row.gathering.room_id for row in rows].count(None) == 1
    (troubled,) = [row for row in rows if row.trouble]
    assert troubled.on_date == taken
    assert troubled.gathering.status is GatheringStatus.PUBLISHED
    (problem,) = troubled.problems
    assert problem.values["what"] == "Schaakclub"
    blocked = (other.booking.blocked_from, other.booking.blocked_until)
    assert problem.values["when"] == blocked


def test_a_date_that_cannot_be_made_at_all_is_kept_with_the_reason_and_can_be_tried_again():
    series = a_series()
    with transaction() as tx:
        row = tx.get_one(type(series), series.id)
        row.pattern = {**row.pattern, "picture_id": 999}
        row.until = a_tuesday() + 10 * WEEK
    assert extend(series) == 1
    last = dates(series)[-1]
    assert last.gathering is None
    assert last.trouble
    assert extend(series) == 0
    with transaction() as tx:
        row = tx.get_one(type(series), series.id)
        row.pattern = {**row.pattern, "picture_id": None}
    add_date(series, last.on_date)
    last = dates(series)[-1]
    assert last.gathering.status is GatheringStatus.PUBLISHED
    assert last.trouble == []


def test_who_left_the_library_does_not_receive_people_at_new_dates():
    from community.accounts.models import Membership

    host = a_librarian(name="Hanna")
    series = a_series(host_ids=frozenset({host.id}), rule={"until": None})
    assert [each.first_name for each in gatherings(series)[-1].hosts] == ["Hanna"]
    with transaction() as tx:
        tx.delete(tx.scalars(select(Membership).where(Membership.person_id == host.id)).one())
    assert jobs.extend_all(now() + 3 * WEEK) == 3
    assert gatherings(series)[-1].hosts == []


def test_a_date_can_be_added_outside_the_rule_and_not_twice():
    series = a_series()
    thursday = a_tuesday() + timedelta(days=2)
    add_date(series, thursday)
    assert thursday in days(series)
    with pytest.raises(planning.AlreadyOnThatDay):
        add_date(series, thursday)
    with pytest.raises(planning.NotThatDay):
        add_date(series, local_day(now()) - WEEK)
    with pytest.raises(planning.NotThatDay):
        add_date(series, local_day(now()) + 3 * planning.AHEAD)


def test_a_series_that_ends_tells_who_signed_up_and_forgets_the_rest():
    series = a_series()
    third, fourth = gatherings(series)[2:4]
    a_sign_up(third)
    told = stop(series, a_tuesday() + WEEK)
    assert told.mails == 1
    assert [mail.gathering_id for mail in mails("gatherings/cancelled")] == [third.id]
    assert db.session().get(Gathering, fourth.id) is None
    rows = dates(series)
    assert len(rows) == 10
    assert [row.gathering is not None for row in rows] == [True] * 3 + [False] * 7
    assert stands(series).until == a_tuesday() + WEEK
    assert extend(series) == 0


def test_what_was_thrown_away_does_not_come_back_by_itself():
    series = a_series(rule={"until": None})
    stop(series, a_tuesday() + WEEK)
    with transaction() as tx:
        tx.get_one(type(series), series.id).until = None
    before = len(gatherings(series))
    extend(series)
    assert len(gatherings(series)) == before


def test_a_holiday_that_is_taken_back_gives_its_dates_back():
    from community.series import closed

    day = a_tuesday()
    period = a_period(day + WEEK, day + WEEK)
    series = a_series(rule={"not_in_holidays": True})
    assert day + WEEK not in days(series)
    with transaction() as tx:
        closed.remove_period(tx, series.library_id, period.id)
    assert jobs.extend_all(now()) == 1
    assert day + WEEK in days(series)


def test_the_log_of_a_closed_gathering_names_its_series():
    series = a_series()
    first = gatherings(series)[0]
    close(first)
    (row,) = logged(Verb.GATHERING_CLOSED)
    assert row.details["series_id"] == series.id
    other = a_gathering()
    close(other)
    last = session().scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert last.details["series_id"] is None


def test_a_day_is_in_a_series_once():
    series = a_series()
    with pytest.raises(IntegrityError):
        saved(SeriesDate(library_id=series.library_id, series_id=series.id, on_date=a_tuesday()))
    db.session().rollback()


@pytest.mark.parametrize(
    ("name", "last", "field"),
    [
        (" ", date(2027, 1, 3), "name"),
        ("Kerst", date(2026, 12, 20), "last_day"),
        ("Kerst", date(2028, 3, 1), "last_day"),
    ],
)
def test_closed_days_have_a_name_and_end_within_a_year_or_so(name, last, field):
    with pytest.raises(DraftRefused) as refused:
        a_period(date(2026, 12, 21), last, name=name)
    assert [each.name for each in refused.value.problems] == [field]
