"""Full is full, once is once, and until a day before a task can be given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Role
from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.gatherings import attendance
from community.gatherings.hosting_rules import GatheringIsCancelled, GatheringIsOver
from community.gatherings.models import GatheringStatus
from community.rota import queries, services
from community.rota.models import Shift, ShiftPerson
from community.rota.services import DoesSomethingElse, TaskIsFull, TooFewHands, TooLateToGiveBack
from tests.factories import a_gathering, a_library, a_member, a_person, a_sign_up, the_library
from tests.gatherings.crowd import people, rush
from tests.rota.rows import a_shift

pytestmark = pytest.mark.usefixtures("app")


def take(shift, person_id, at=None):
    with transaction() as tx:
        services.take(tx, shift.library_id, shift.id, person_id, now=at or now())


def give_back(shift, person_id, at=None, **fields):
    with transaction() as tx:
        services.give_back(tx, shift.library_id, shift.id, person_id, now=at or now(), **fields)


def ask(gathering, task="Koffie", needed=1):
    with transaction() as tx:
        return services.ask(tx, gathering.library_id, gathering.id, task, needed, now=now())


def stands(shift) -> tuple[int, int]:
    """What the counter says, and how many people there are."""
    session().rollback()
    counted = select(func.count()).where(ShiftPerson.shift_id == shift.id)
    row = session().get_one(Shift, shift.id, populate_existing=True)
    return row.taken, session().scalars(counted).one()


def test_of_twenty_volunteers_who_want_the_last_shift_one_gets_it(app):
    shift = a_shift(a_gathering(), needed=1)

    def wants(person_id):
        return lambda: take(shift, person_id)

    def wakes():
        """A connection of its own, so that nobody is first only because that was open."""
        session().execute(select(1))

    crowd = [wakes] * 20 + [wants(each) for each in people(20)]
    wrong = rush(app, crowd, in_flight=20)
    assert [type(error) for error in wrong] == [TaskIsFull] * 19
    assert stands(shift) == (1, 1)


def test_who_takes_two_tasks_at_once_gets_one_of_them(app):
    gathering, (noor,) = a_gathering(), people(1)
    shifts = [a_shift(gathering, task, needed=5) for task in ("Koffie", "Techniek", "Ontvangst")]

    def wants(shift):
        return lambda: take(shift, noor)

    wrong = rush(app, [wants(shift) for shift in shifts], in_flight=3)
    assert [type(error) for error in wrong] == [DoesSomethingElse] * 2
    assert sorted(stands(shift) for shift in shifts) == [(0, 0), (0, 0), (1, 1)]


def test_taking_and_giving_back_twice_is_doing_it_once():
    shift, noor = a_shift(a_gathering(), needed=2), a_person().id
    for _ in range(2):
        take(shift, noor)
    assert stands(shift) == (1, 1)
    for _ in range(2):
        give_back(shift, noor)
    assert stands(shift) == (0, 0)


def test_giving_back_makes_room_for_somebody_else():
    shift, noor, riet = a_shift(a_gathering()), a_person().id, a_person().id
    take(shift, noor)
    with pytest.raises(TaskIsFull):
        take(shift, riet)
    give_back(shift, noor)
    take(shift, riet)
    assert stands(shift) == (1, 1)


def test_within_a_day_only_the_desk_takes_somebody_off():
    gathering, noor = a_gathering(), a_person().id
    shift = a_shift(gathering)
    take(shift, noor)
    late = gathering.starts_at - timedelta(hours=23)
    with pytest.raises(TooLateToGiveBack):
        give_back(shift, noor, at=late)
    give_back(shift, noor, at=late, at_desk=True)
    assert stands(shift) == (0, 0)


def test_nobody_is_asked_for_what_is_over_or_off():
    over = a_gathering(starts_at=now() - timedelta(days=1))
    off = a_gathering(status=GatheringStatus.CANCELLED)
    with pytest.raises(GatheringIsOver):
        ask(over)
    with pytest.raises(GatheringIsCancelled):
        ask(off)
    with pytest.raises(GatheringIsCancelled):
        take(a_shift(off), a_person().id)


def test_asking_for_the_same_again_is_another_number_but_never_below_who_is_there():
    gathering = a_gathering()
    first = ask(gathering, "Koffie", 2)
    for _ in range(2):
        take(first, a_person().id)
    assert ask(gathering, "koffie", 3).id == first.id
    with pytest.raises(TooFewHands):
        ask(gathering, "Koffie", 1)
    with pytest.raises(TooFewHands):
        ask(gathering, "Koffie", 51)


def test_another_librarys_shift_does_not_exist():
    here, theirs = the_library(), a_gathering(library=a_library("salland"))
    shift, noor = a_shift(theirs), a_person().id
    with pytest.raises(NotFound), transaction() as tx:
        services.take(tx, here.id, shift.id, noor, now=now())


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER])
def test_who_is_on_the_rota_counts_as_a_volunteer_there_and_nowhere_else(role):
    here, elsewhere, noor = a_gathering(), a_gathering(), a_member(role)
    take(a_shift(here), noor.id)
    for gathering in (here, elsewhere):
        entry = a_sign_up(gathering, noor)
        note = attendance.Note(1, gathering.starts_at)
        with transaction() as tx:
            attendance.note_sign_up(tx, entry.library_id, entry.id, note, now=gathering.starts_at)
    counted = session().scalars(select(Activity.counted_as).order_by(Activity.id))
    assert list(counted) == ["volunteer", "resident"]


def test_a_volunteer_sees_what_is_open_where_they_help_and_are_not_busy():
    noor = a_member(Role.VOLUNTEER)
    open_one, busy = a_shift(a_gathering()), a_gathering()
    take(a_shift(busy, "Techniek"), noor.id)
    a_shift(busy, "Koffie")
    take(a_shift(a_gathering(), "Vol"), a_person().id)
    a_shift(a_gathering(status=GatheringStatus.DRAFT, published_at=None), "Concept")
    a_shift(a_gathering(library=a_library("salland")), "Elders")
    found = queries.list_open(session(), noor.id, [Role.VOLUNTEER], now=now(), most=9)
    assert [shift.id for shift in found] == [open_one.id]
    assert queries.list_open(session(), noor.id, [Role.HOST], now=now(), most=9) == []
    library_id = noor.memberships[0].library_id
    assert session().scalar(queries.gaps(library_id, now(), now() + timedelta(days=30))) == 2
