"""What a gathering's page says about a seat for whoever is looking. One state, one next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.gatherings.agenda import Seats, seats_of
from community.gatherings.kinds import SignUpMode
from community.gatherings.models import Gathering, SignUp, SignUpStatus

#: With a fifth of the seats left it is nearly full.
NEARLY = 5


class PlaceState(StrEnum):
    YOU_ARE_IN = "you_are_in"
    YOU_WAIT = "you_wait"
    CONFIRM_FIRST = "confirm_first"
    OPEN = "open"
    ALMOST_FULL = "almost_full"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"
    WALK_IN = "walk_in"
    ELSEWHERE = "elsewhere"
    INVITATION = "invitation"


#: States in which somebody new can do something here.
CAN_SIGN_UP = frozenset({PlaceState.OPEN, PlaceState.ALMOST_FULL, PlaceState.WAITING_LIST})

_BY_STATUS = {
    SignUpStatus.CONFIRMED: PlaceState.YOU_ARE_IN,
    SignUpStatus.WAITING: PlaceState.YOU_WAIT,
    SignUpStatus.PENDING: PlaceState.CONFIRM_FIRST,
}
#: States that are the visitor's own.
MINE = frozenset(_BY_STATUS.values())


@dataclass(frozen=True, slots=True)
class Places:
    """The state, and what is said with it."""

    state: PlaceState
    sign_up: SignUp | None = None
    position: int = 0  #: On the waiting list, 1 for who is next.

    @property
    def mine(self) -> int:
        """How many of the seats that are taken are the visitor's own."""
        return self.sign_up.party_size if self.sign_up and self.sign_up.has_seat else 0

    @property
    def can_sign_up(self) -> bool:
        return self.state in CAN_SIGN_UP

    @property
    def has_fixed_seats(self) -> bool:
        return self.state not in {PlaceState.WALK_IN, PlaceState.ELSEWHERE}


def places_state(
    gathering: Gathering, sign_up: SignUp | None, now: datetime, *, invited: bool = False
) -> PlaceState:
    """How it stands for one visitor: first what holds for all, then what is theirs."""
    seats = seats_of(gathering, now)
    if seats in {Seats.CANCELLED, Seats.OVER}:
        return PlaceState(seats.value)
    if sign_up is not None and sign_up.status in _BY_STATUS:
        return _BY_STATUS[sign_up.status]
    if seats in {Seats.WALK_IN, Seats.ELSEWHERE, Seats.NOT_YET, Seats.CLOSED}:
        return PlaceState(seats.value)
    if gathering.sign_up_mode is SignUpMode.INVITATION and not invited:
        return PlaceState.INVITATION
    if seats in {Seats.WAITING_LIST, Seats.FULL}:
        return PlaceState(seats.value)
    return PlaceState.ALMOST_FULL if _is_nearly_full(gathering) else PlaceState.OPEN


def _is_nearly_full(gathering: Gathering) -> bool:
    free, capacity = gathering.seats_free, gathering.capacity
    if free is None or capacity is None or free == capacity:
        return False
    return free <= max(1, capacity // NEARLY)
