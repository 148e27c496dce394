"""Who was there: noted once, taken back by a row that names the first, apart from the seats."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError, NotFound
from community.gatherings import attendance
from community.gatherings.models import Attendance, GatheringStatus, SignUpStatus
from tests.factories import a_gathering, a_library, a_member, a_person, a_sign_up, next_week

pytestmark = pytest.mark.usefixtures("app")


def check_in(entry, at=None) -> None:
    with transaction() as tx:
        attendance.check_in(tx, entry.library_id, entry.id, now=at or now())


def undo(entry) -> None:
    with transaction() as tx:
        attendance.undo(tx, entry.library_id, entry.id, now=now())


def log() -> list[Activity]:
    return list(session().scalars(select(Activity).order_by(Activity.id)))


def test_a_check_in_carries_all_that_is_counted_later():
    gathering = a_gathering(starts_at=next_week())
    entry = a_sign_up(gathering, party_size=3)
    check_in(entry, at=gathering.starts_at - timedelta(minutes=10))
    (row,) = log()
    assert (row.verb, row.quantity, row.counted_as) == ("attendance:checked_in", 3, "resident")
    assert row.person_key is not None
    assert row.details == {
        "minutes_from_start": -10,
        "duration": 120,
        "via": "desk",
        "first_time": None,
        "age_class": None,
        "pc4": None,
    }


def test_checking_in_twice_counts_once():
    entry = a_sign_up(a_gathering())
    check_in(entry)
    check_in(entry)
    assert len(log()) == 1


def test_taking_it_back_names_the_row_that_was_wrong():
    entry = a_sign_up(a_gathering())
    check_in(entry)
    undo(entry)
    undo(entry)
    first, second = log()
    assert (second.verb, second.corrects_id) == ("attendance:undone", first.id)
    check_in(entry)
    third = log()[-1]
    row = session().scalars(select(Attendance)).one()
    assert (row.activity_id, row.undone_at) == (third.id, None)


@pytest.mark.parametrize(
    ("role", "counted"),
    [
        (Role.RESIDENT, "resident"),
        (Role.HOST, "volunteer"),
        (Role.VOLUNTEER, "volunteer"),
        (Role.STAFF, "staff"),
        (Role.LIBRARIAN, "staff"),
        (Role.MANAGER, "staff"),
    ],
)
def test_people_count_as_what_they_are_here_at_that_moment(role, counted):
    entry = a_sign_up(a_gathering(), a_member(role))
    check_in(entry)
    assert log()[0].counted_as == counted


def test_who_has_no_role_here_counts_as_a_resident():
    elsewhere = a_member(Role.MANAGER, a_library("zuidpolder"))
    entry = a_sign_up(a_gathering(library=a_library()), elsewhere)
    check_in(entry)
    assert log()[0].counted_as == "resident"


def test_somebody_from_the_waiting_list_may_be_there_above_capacity():
    gathering = a_gathering(capacity=1)
    check_in(a_sign_up(gathering))
    check_in(a_sign_up(gathering, status=SignUpStatus.WAITING, has_seat=False))
    assert len(log()) == 2


@pytest.mark.parametrize(
    "fields", [{"is_sensitive": True}, {"status": GatheringStatus.CANCELLED}], ids=str
)
def test_nobody_is_noted_by_name_where_that_cannot_be(fields):
    entry = a_sign_up(a_gathering(**fields))
    with pytest.raises(DomainError):
        check_in(entry)
    assert log() == []


def test_who_left_is_not_checked_in():
    entry = a_sign_up(a_gathering(), status=SignUpStatus.CANCELLED)
    with pytest.raises(DomainError):
        check_in(entry)


def test_another_library_checks_nobody_in():
    entry, other = a_sign_up(a_gathering(), a_person()), a_library("zuidpolder")
    with pytest.raises(NotFound), transaction() as tx:
        attendance.check_in(tx, other.id, entry.id, now=now())
