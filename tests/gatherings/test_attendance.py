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
from community.gatherings import attendance, attendance_queries
from community.gatherings.attendance import Note, Outcome, Via
from community.gatherings.models import (
    LARGEST_PARTY,
    Attendance,
    GatheringHost,
    GatheringStatus,
    SignUpStatus,
)
from tests.factories import a_gathering, a_library, a_member, a_person, a_sign_up, next_week, saved

pytestmark = pytest.mark.usefixtures("app")

KEY = "a" * 32


def note(entry, people=None, at=None) -> Outcome:
    moment = at or now()
    with transaction() as tx:
        return attendance.note_sign_up(
            tx, entry.library_id, entry.id, Note(people, moment), now=moment
        )


def check_in(entry, at=None) -> Outcome:
    return note(entry, at=at)


def undo(entry, at=None) -> Outcome:
    return note(entry, 0, at=at)


def walk_in(gathering, key=KEY, people=None, name="", at=None) -> Outcome:
    with transaction() as tx:
        return attendance.note_walk_in(
            tx,
            gathering.library_id,
            gathering.id,
            key,
            Note(people, at or now(), Via.WALK_IN, name),
            now=now(),
        )


def present(gathering) -> int:
    return attendance_queries.count_present(session(), gathering.library_id, gathering.id)


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
        "via": "list",
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
        (Role.HOST, "resident"),
        (Role.VOLUNTEER, "resident"),
        (Role.STAFF, "staff"),
        (Role.LIBRARIAN, "staff"),
        (Role.MANAGER, "staff"),
    ],
)
def test_people_count_as_what_they_are_here_at_that_moment(role, counted):
    entry = a_sign_up(a_gathering(), a_member(role))
    check_in(entry)
    assert log()[0].counted_as == counted


def test_a_steady_host_is_a_volunteer_where_they_receive_the_people():
    """A resident who was asked for once stays a resident."""
    gathering = a_gathering()
    for role in (Role.HOST, Role.RESIDENT):
        person = a_member(role)
        saved(GatheringHost(gathering_id=gathering.id, person_id=person.id))
        check_in(a_sign_up(gathering, person))
    assert [row.counted_as for row in log()] == ["volunteer", "resident"]


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
        attendance.note_sign_up(tx, other.id, entry.id, Note(1, now()), now=now())


def test_a_party_of_four_may_come_with_three():
    gathering = a_gathering()
    entry = a_sign_up(gathering, party_size=4)
    assert (note(entry, 3), present(gathering)) == (Outcome.HERE, 3)
    assert (note(entry, 4), present(gathering)) == (Outcome.HERE, 4)
    assert [(row.verb, row.quantity) for row in log()] == [
        ("attendance:checked_in", 3),
        ("attendance:undone", 3),
        ("attendance:checked_in", 4),
    ]
    with pytest.raises(DomainError):
        note(entry, LARGEST_PARTY + 1)


def test_the_latest_note_stands_in_whatever_order_they_come_in():
    gathering = a_gathering()
    entry, at = a_sign_up(gathering), now()
    earlier, later = at - timedelta(minutes=9), at + timedelta(minutes=1)
    check_in(entry, at=at)
    assert undo(entry, at=earlier) is Outcome.OLDER
    assert (undo(entry, at=later), present(gathering)) == (Outcome.GONE, 0)
    assert check_in(entry, at=at) is Outcome.OLDER
    assert present(gathering) == 0


def test_a_note_that_changes_nothing_still_outlives_an_older_undo():
    """Two tablets note the same person; the undo of the first, sent late, was before the second."""
    entry, at = a_sign_up(a_gathering()), now()
    check_in(entry, at=at)
    assert check_in(entry, at=at + timedelta(minutes=2)) is Outcome.UNCHANGED
    assert undo(entry, at=at + timedelta(minutes=1)) is Outcome.OLDER


def test_who_walks_in_counts_without_a_person():
    gathering = a_gathering()
    assert walk_in(gathering, name="Ali") is Outcome.HERE
    assert walk_in(gathering, name="Ali") is Outcome.UNCHANGED
    assert walk_in(gathering, key="b" * 32, people=9) is Outcome.HERE
    assert present(gathering) == 10
    first, second = log()
    assert (first.person_key, first.counted_as, first.quantity) == (None, "resident", 1)
    assert (second.details["via"], second.quantity) == ("walk_in", 9)
    assert walk_in(gathering, people=0) is Outcome.GONE
    assert present(gathering) == 9


def test_of_a_sensitive_gathering_only_heads_are_counted():
    gathering = a_gathering(is_sensitive=True)
    with pytest.raises(DomainError):
        walk_in(gathering, name="Ali")
    walk_in(gathering, people=4)
    (row,) = log()
    assert (row.person_key, row.quantity, present(gathering)) == (None, 4, 4)


def test_taking_back_what_nobody_noted_is_nothing():
    gathering = a_gathering()
    entry = a_sign_up(gathering)
    assert (undo(entry), walk_in(gathering, people=0)) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert log() == []
