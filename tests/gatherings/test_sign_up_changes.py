"""Leaving, coming with more or fewer, and what the desk does by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.errors import DomainError
from community.gatherings import seats, sign_up_changes, sign_ups
from community.gatherings.models import Gathering, SignUpStatus
from tests.factories import a_gathering, a_person, a_sign_up
from tests.gatherings.acts import counters, does, logged, mails, sign_up, stands

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
PENDING, CANCELLED = SignUpStatus.PENDING, SignUpStatus.CANCELLED


def test_who_leaves_makes_room_for_the_first_who_waits():
    gathering, noor, bas = a_gathering(capacity=1), a_person(), a_person("Bas")
    first, second, third = sign_up(gathering, noor), sign_up(gathering, bas), sign_up(gathering)
    does(sign_up_changes.leave, first)
    assert [stands(x).status for x in (first, second, third)] == [CANCELLED, CONFIRMED, WAITING]
    assert counters(gathering) == (1, 1)
    assert mails(bas) == ["you_are_waiting", "promoted"]
    assert mails(noor) == ["you_are_in", "left"]
    assert logged()[-2:] == [("sign_up:left", 1), ("sign_up:confirmed", 1)]


def test_leaving_twice_is_leaving_once():
    gathering, noor = a_gathering(), a_person()
    entry = sign_up(gathering, noor)
    does(sign_up_changes.leave, entry)
    does(sign_up_changes.leave, entry)
    assert mails(noor) == ["you_are_in", "left"]
    assert counters(gathering) == (0, 0)


def test_the_head_of_the_list_waits_until_it_fits():
    gathering = a_gathering(capacity=4)
    seated = [sign_up(gathering) for _ in range(4)]
    big, small = sign_up(gathering, party_size=3), sign_up(gathering)
    does(sign_up_changes.leave, seated[0])
    does(sign_up_changes.leave, seated[1])
    assert (stands(big).status, stands(small).status) == (WAITING, WAITING)
    assert counters(gathering) == (2, 2)
    does(sign_up_changes.leave, seated[2])
    assert (stands(big).status, stands(small).status) == (CONFIRMED, WAITING)
    assert counters(gathering) == (4, 1)


def test_a_party_that_can_never_fit_any_more_holds_up_nobody():
    gathering = a_gathering(capacity=4)
    four, five = sign_up(gathering, party_size=4), sign_up(gathering, party_size=4)
    single = sign_up(gathering)
    does(sign_up_changes.change_party, four, 2)
    assert stands(five).status is WAITING
    with transaction() as tx:
        seats.lock(tx, gathering.id).capacity = 3
    with transaction() as tx:
        seats.promote_waiting(tx, gathering.id, now=now())
    assert stands(single).status is CONFIRMED
    assert stands(five).status is WAITING


def test_a_party_grows_only_into_free_seats():
    gathering = a_gathering(capacity=3)
    entry = sign_up(gathering)
    does(sign_up_changes.change_party, entry, 3)
    assert counters(gathering) == (3, 0)
    with pytest.raises(DomainError, match="no room"):
        does(sign_up_changes.change_party, entry, 4)
    does(sign_up_changes.change_party, entry, 2)
    big = sign_up(gathering, party_size=2)
    assert big.status is WAITING
    with pytest.raises(DomainError, match="no room"):
        does(sign_up_changes.change_party, entry, 3)  # The free seat is kept for who waits.
    assert counters(gathering) == (2, 1)


def test_a_party_that_shrinks_makes_room_for_who_waits():
    gathering = a_gathering(capacity=3)
    entry, waiting = sign_up(gathering, party_size=3), sign_up(gathering, party_size=2)
    does(sign_up_changes.change_party, entry, 1)
    assert stands(waiting).status is CONFIRMED
    assert counters(gathering) == (3, 0)
    assert mails(entry.person) == ["you_are_in", "party_changed"]


def test_who_waits_may_change_its_party_and_keeps_its_place():
    gathering = a_gathering(capacity=2)
    sign_up(gathering)
    first, second = sign_up(gathering, party_size=2), sign_up(gathering)
    does(sign_up_changes.change_party, first, 1)
    assert stands(first).queue_no == 2
    assert stands(first).status is CONFIRMED  # Smaller, it fits.
    assert stands(second).status is WAITING


def test_the_net_of_the_log_is_the_number_of_seats():
    gathering = a_gathering(capacity=6)
    entry, other = sign_up(gathering, party_size=2), sign_up(gathering, party_size=3)
    does(sign_up_changes.change_party, entry, 3)
    does(sign_up_changes.leave, other)
    sign = {"sign_up:confirmed": 1, "sign_up:left": -1}
    assert sum(sign[verb] * n for verb, n in logged()) == counters(gathering)[0] == 3


def test_a_librarian_gives_a_free_seat_by_hand_and_passes_who_waits():
    gathering = a_gathering(capacity=3)
    sign_up(gathering, party_size=2)
    first, second = sign_up(gathering, party_size=2), sign_up(gathering)
    with transaction() as tx:
        sign_up_changes.give_seat(tx, gathering.library_id, second.id, now=now())
    assert (stands(first).status, stands(second).status) == (WAITING, CONFIRMED)
    assert mails(second.person) == ["you_are_waiting", "promoted"]
    row = session().scalars(select(Activity).order_by(Activity.id.desc())).first()
    assert row.details == {"party_size": 1, "promoted": True, "by_hand": True}
    with pytest.raises(DomainError, match="no room"), transaction() as tx:
        sign_up_changes.give_seat(tx, gathering.library_id, first.id, now=now())


def test_moving_somebody_takes_the_seat_there_or_changes_nothing():
    here, there, full = a_gathering(capacity=1), a_gathering(capacity=1), a_gathering(capacity=1)
    entry, waiting = sign_up(here), sign_up(here)
    sign_up(full)
    with pytest.raises(DomainError, match="no room"), transaction() as tx:
        sign_up_changes.move(tx, here.library_id, entry.id, full.id, now=now())
    assert stands(entry).status is CONFIRMED
    with transaction() as tx:
        moved = sign_up_changes.move(tx, here.library_id, entry.id, there.id, now=now())
    assert (moved.gathering_id, moved.status) == (there.id, CONFIRMED)
    assert (stands(entry).status, stands(waiting).status) == (CANCELLED, CONFIRMED)
    assert mails(entry.person) == ["you_are_in", "removed", "you_are_in"]


@pytest.mark.parametrize("verb", [sign_up_changes.leave, sign_ups.confirm])
def test_nothing_changes_once_it_is_over(verb):
    gathering = a_gathering(starts_at=now() - timedelta(days=1))
    entry = a_sign_up(gathering, status=PENDING)
    with pytest.raises(DomainError, match="over"):
        does(verb, entry)


def test_a_raised_capacity_lets_in_who_waits():
    gathering = a_gathering(capacity=1)
    sign_up(gathering)
    waiting = [sign_up(gathering) for _ in range(3)]
    with transaction() as tx:
        tx.get_one(Gathering, gathering.id).capacity = 3
        seats.promote_waiting(tx, gathering.id, now=now())
    assert [stands(x).status for x in waiting] == [CONFIRMED, CONFIRMED, WAITING]
    assert counters(gathering) == (3, 1)
