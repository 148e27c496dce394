"""Six ways to look better than one is, played through the house's own log: none of them works."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Membership, Role
from community.areas.visitors import AgeClass
from community.db import transaction
from community.gatherings import attendance
from community.gatherings.attendance import Note, Said
from community.meetlat.engine.scoring import score
from community.meetlat.engine.standard import standard
from community.pulse import services as pulse
from tests.factories import a_member
from tests.meetlat.living import UNTIL, an_evening, at, came, close, counted

pytestmark = pytest.mark.usefixtures("app")

#: So many evenings, a week apart.
WEEKS = 3


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is counted is the same on both; `test_reading.py` reads both."""
    return sqlite_url


@pytest.fixture
def circle():
    """Four residents who know each other by the second evening."""
    return [a_member(name=name) for name in ("Noor", "Ali", "Bo", "Cem")]


def weekly(people, **fields):
    return [an_evening(7 * week + 1, people, **fields) for week in range(WEEKS)]


def test_an_evening_that_is_logged_four_times_is_one(circle):
    weekly(circle)
    once = counted()
    for copy in range(3):
        for week in range(WEEKS):
            an_evening(7 * week + 1, circle[: 3 + copy % 2])
    often = counted()
    assert often.people == once.people
    assert len(often.occasions) == WEEKS
    assert [len(one.gathering_ids) for one in often.occasions] == [4] * WEEKS
    assert [one.head_count for one in often.occasions] == [4] * WEEKS


def test_without_names_what_overlaps_is_one_and_what_follows_is_two():
    an_evening(1, heads=12)
    an_evening(1, heads=12, starts_at=at(1, 15))
    an_evening(1, heads=9, starts_at=at(1, 18))
    assert [one.head_count for one in counted().occasions] == [12, 9]


def test_a_list_that_is_typed_over_brings_nobody_back_and_acquaints_nobody(circle):
    an_evening(300, circle)
    for days_ago in (299, 200):
        an_evening(days_ago, circle, minutes=24 * 60)
    people = counted().people
    assert (people.unique, people.cohort, people.returned, people.acquainted) == (4, 4, 0, 0)
    an_evening(298, circle, minutes=60 + 60)
    people = counted().people
    assert (people.returned, people.acquainted) == (4, 4)


def test_staff_among_the_visitors_count_for_nothing(circle):
    staff = [a_member(Role.STAFF, name=f"Staf{number}") for number in range(5)]
    for evening in weekly(circle + staff):
        assert evening.head_count == 9
    of = counted()
    assert (of.people.unique, of.people.acquainted) == (4, 4)
    assert [one.checked_in for one in of.occasions] == [4] * WEEKS


def test_who_one_was_at_that_moment_counts_whatever_one_becomes(circle):
    noor, *others = circle
    an_evening(15, circle)
    _becomes(noor, Role.STAFF)
    an_evening(8, circle)
    assert [one.checked_in for one in counted().occasions] == [4, 3]
    _becomes(noor, Role.RESIDENT)
    before = counted()
    for other in others:
        _becomes(other, Role.STAFF)
    assert counted() == before


def test_picked_pulses_do_not_reach_the_minimum_and_stand_beside_the_whole_count():
    for day in range(5):
        gathering = an_evening(day + 1, heads=60, starts_at=at(day + 1, 10 + day))
        _on_paper(gathering, [0, 0, 0, 0, 8])
    of = counted()
    assert sum(one.pulse_answers for one in of.occasions) == 40
    new_contacts = score(of, standard()).ontmoeting.indicators[2]
    assert (new_contacts.code, new_contacts.level) == ("O3", None)
    (response,) = [need for need in new_contacts.needs if need.of == "response"]
    assert not response.is_met


def test_paper_that_is_typed_over_replaces_what_was_there_and_late_it_is_told():
    gathering = an_evening(40, heads=20)
    _on_paper(gathering, [0, 0, 0, 0, 18])
    _on_paper(gathering, [5, 2, 1, 1, 3], days_later=15)
    (one,) = counted().occasions
    assert (one.pulse_answers, one.pulse_met_someone, one.edited_late) == (12, 4, 1)


def test_a_closed_club_knows_itself_and_meets_nobody_new(circle):
    for days_ago in range(720, 0, -60):
        gathering = an_evening(days_ago, [])
        for person in circle:
            came(gathering, person, said=Said(None, AgeClass.OLDER, "7731"))
        close(gathering, 4, days_later=1)
    of = counted()
    assert (of.people.new, of.people.acquainted, of.people.unique) == (0, 4, 4)
    assert all(one.ages == {"65+": 4} for one in of.occasions)


def test_a_mass_lecture_acquaints_nobody(circle):
    weekly(circle, heads=26)
    assert counted().people.acquainted == 0


def test_who_was_taken_off_the_list_was_not_there(circle):
    noor, ali, *_others = circle
    gathering = an_evening(1, [noor])
    key = came(gathering, ali)
    with transaction() as tx:
        attendance.note_walk_in(
            tx, gathering.library_id, gathering.id, key, Note(0, gathering.ends_at),
            person_id=ali.id, now=gathering.ends_at,
        )  # fmt: skip
    assert counted().occasions[0].checked_in == 1


def test_party_members_and_the_nameless_are_heads_and_no_people(circle):
    gathering = an_evening(1, [])
    came(gathering, circle[0], people=3)
    came(gathering, None, people=2)
    close(gathering, 5, days_later=1)
    of = counted()
    assert (of.occasions[0].head_count, of.occasions[0].checked_in, of.people.unique) == (5, 1, 1)


def test_of_a_sensitive_activity_only_heads_are_told():
    an_evening(1, heads=7, is_sensitive=True)
    (one,) = counted().occasions
    assert (one.sensitive, one.head_count, one.checked_in, one.ages) == (True, 7, 0, {})


def test_an_evening_just_outside_the_twelve_months_is_history(circle):
    an_evening(365, circle)
    an_evening(364, circle)
    of = counted()
    assert [one.day for one in of.occasions] == [UNTIL - timedelta(days=364)]
    assert (of.people.new, of.people.history_days, of.people.acquainted) == (0, 1, 0)
    assert of.log_days == 365


def test_keys_reach_back_as_far_as_the_door_was_kept_not_to_a_day_that_happens_to_be_busy(circle):
    an_evening(720, circle)
    an_evening(3, circle)
    assert counted().people.history_days == 356
    an_evening(800, circle[:1])
    assert counted().people.history_days == 365


def _becomes(person, role):
    with transaction() as tx:
        of = select(Membership).where(Membership.person_id == person.id)
        tx.scalars(of).one().role = role


def _on_paper(gathering, first, *, days_later=0):
    rest = [[0] * 5] * 2
    with transaction() as tx:
        pulse.count_paper(
            tx, gathering.library_id, gathering.id, [first, *rest],
            now=gathering.ends_at + timedelta(hours=2, days=days_later),
        )  # fmt: skip
