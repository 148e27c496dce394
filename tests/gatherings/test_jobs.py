"""What the clock does for sign-ups."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.clock import now
from community.gatherings import jobs
from community.gatherings.models import SignUpStatus
from community.jobs import clock
from tests.factories import a_gathering, a_sign_up
from tests.gatherings.acts import counters, mails, sign_up, stands

pytestmark = pytest.mark.usefixtures("app")

EARLY = timedelta(hours=2)


def test_a_seat_held_for_nobody_goes_to_who_waits_though_nobody_comes_by():
    gathering = a_gathering(capacity=1)
    held = sign_up(gathering, confirmed=False, at=now() - EARLY)
    waiting = sign_up(gathering, at=now() - EARLY)
    assert jobs.free_expired_holds(now()) == 1
    assert (stands(held).status, stands(held).has_seat) == (SignUpStatus.PENDING, False)
    assert stands(waiting).status is SignUpStatus.CONFIRMED
    assert mails(waiting.person) == ["you_are_waiting", "promoted"]


def test_a_minute_that_comes_twice_changes_nothing():
    gathering = a_gathering(capacity=1)
    sign_up(gathering, confirmed=False, at=now() - EARLY)
    assert [jobs.free_expired_holds(now()) for _ in range(2)] == [1, 0]
    assert counters(gathering) == (0, 0)


def test_a_seat_that_is_still_promised_stays_so():
    gathering = a_gathering()
    a_sign_up(gathering, status=SignUpStatus.PENDING)
    assert jobs.free_expired_holds(now()) == 0
    assert counters(gathering) == (1, 0)


def test_the_clock_knows_of_it():
    assert "gatherings.free_expired_holds" in {job.name for job in clock.registered()}
