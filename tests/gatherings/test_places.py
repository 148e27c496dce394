"""What the seats beside a gathering say: one state for every combination."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.gatherings.places import PlaceState, places_state

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def state(sign_up: SignUpStatus | None = None, *, invited: bool = False, **fields: object) -> str:
    given: dict[str, object] = {
        "status": GatheringStatus.PUBLISHED,
        "sign_up_mode": SignUpMode.HERE,
        "starts_at": NOW + HOUR,
        "ends_at": NOW + 2 * HOUR,
        "capacity": 20,
        "taken": 3,
        "waiting": 0,
        "has_waiting_list": True,
        "sign_up_opens_at": None,
        "sign_up_closes_at": None,
    }
    mine = SignUp(status=sign_up) if sign_up else None
    return places_state(Gathering(**{**given, **fields}), mine, NOW, invited=invited)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "open"),
        ({"capacity": None}, "open"),
        ({"taken": 15}, "open"),
        ({"taken": 16}, "almost_full"),
        ({"capacity": 2, "taken": 1}, "almost_full"),
        ({"capacity": 1, "taken": 0}, "open"),
        ({"taken": 20}, "waiting_list"),
        ({"taken": 19, "waiting": 1}, "waiting_list"),
        ({"taken": 20, "has_waiting_list": False}, "full"),
        ({"sign_up_opens_at": NOW + timedelta(minutes=1)}, "not_yet"),
        ({"sign_up_closes_at": NOW}, "closed"),
        ({"starts_at": NOW - HOUR}, "closed"),
        ({"starts_at": NOW - HOUR, "ends_at": NOW}, "over"),
        ({"status": GatheringStatus.CANCELLED}, "cancelled"),
        ({"sign_up_mode": SignUpMode.NONE}, "walk_in"),
        ({"sign_up_mode": SignUpMode.ELSEWHERE}, "elsewhere"),
        ({"sign_up_mode": SignUpMode.INVITATION}, "invitation"),
        ({"sign_up_mode": SignUpMode.INVITATION, "taken": 20}, "invitation"),
    ],
    ids=str,
)
def test_what_holds_for_everybody(fields, expected):
    assert state(**fields) == expected


def test_who_is_invited_can_sign_up():
    assert state(sign_up_mode=SignUpMode.INVITATION, invited=True) == PlaceState.OPEN
    full = state(sign_up_mode=SignUpMode.INVITATION, invited=True, taken=20)
    assert full == PlaceState.WAITING_LIST


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        (SignUpStatus.CONFIRMED, "you_are_in"),
        (SignUpStatus.WAITING, "you_wait"),
        (SignUpStatus.PENDING, "confirm_first"),
        (SignUpStatus.CANCELLED, "open"),
    ],
)
def test_what_is_mine_comes_before_how_full_it_is(mine, expected):
    assert state(mine) == expected


def test_what_was_called_off_is_so_for_who_was_in_as_well():
    assert state(SignUpStatus.CONFIRMED, status=GatheringStatus.CANCELLED) == "cancelled"
    assert state(SignUpStatus.CONFIRMED, starts_at=NOW - HOUR, ends_at=NOW) == "over"


def test_who_is_in_is_told_so_also_after_signing_up_has_closed():
    assert state(SignUpStatus.CONFIRMED, sign_up_closes_at=NOW) == "you_are_in"
