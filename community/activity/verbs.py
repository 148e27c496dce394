"""The verbs of the log, and what a row of each must carry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """`subject:action`; never renamed once released."""

    GATHERING_PUBLISHED = "gathering:published"
    GATHERING_MOVED = "gathering:moved"
    GATHERING_CANCELLED = "gathering:cancelled"
    GATHERING_CLOSED = "gathering:closed"
    SIGN_UP_CONFIRMED = "sign_up:confirmed"
    SIGN_UP_WAITING = "sign_up:waiting"
    SIGN_UP_LEFT = "sign_up:left"
    ATTENDANCE_CHECKED_IN = "attendance:checked_in"
    ATTENDANCE_UNDONE = "attendance:undone"


@dataclass(frozen=True, slots=True)
class Carries:
    """Columns that may not be empty, and keys that `details` must hold (a value may be None)."""

    columns: frozenset[str]
    details: frozenset[str]


_OF_A_GATHERING = frozenset(
    {"kind", "conversational", "core_function", "mode", "audience", "initiator"}
)
_GATHERING = frozenset({"gathering_id"})
#: Not the person: a sensitive gathering leaves nobody in the log.
_SIGN_UP = Carries(_GATHERING | {"quantity"}, frozenset({"party_size"}))

CARRIES: dict[Verb, Carries] = {
    Verb.GATHERING_PUBLISHED: Carries(_GATHERING, _OF_A_GATHERING),
    Verb.GATHERING_MOVED: Carries(_GATHERING, _OF_A_GATHERING),
    Verb.GATHERING_CANCELLED: Carries(_GATHERING, _OF_A_GATHERING),
    Verb.GATHERING_CLOSED: Carries(
        _GATHERING | {"quantity"},
        _OF_A_GATHERING
        | {"estimated", "duration", "series_id", "partners", "teams", "pulse", "tally"},
    ),
    Verb.SIGN_UP_CONFIRMED: _SIGN_UP,
    Verb.SIGN_UP_WAITING: _SIGN_UP,
    Verb.SIGN_UP_LEFT: _SIGN_UP,
    Verb.ATTENDANCE_CHECKED_IN: Carries(
        _GATHERING | {"counted_as"},
        frozenset({"minutes_from_start", "duration", "via", "first_time", "age_class", "pc4"}),
    ),
    Verb.ATTENDANCE_UNDONE: Carries(_GATHERING | {"corrects_id"}, frozenset()),
}
