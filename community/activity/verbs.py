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
    INITIATOR_CONFIRMED = "initiator:confirmed"
    PARTNER_JOINED = "partner:joined"
    PARTNER_CONTACTED = "partner:contacted"
    PARTNER_GOAL_AGREED = "partner:goal_agreed"
    PARTNER_LOOKED_BACK = "partner:looked_back"
    PARTNER_CONFIRMED = "partner:confirmed"
    PARTNER_DISPUTED = "partner:disputed"
    PARTNER_JUDGED = "partner:judged"
    TEAM_TOOK_PART = "team:took_part"
    TEAM_DISPUTED = "team:disputed"
    TALLY_ENTERED = "tally:entered"
    PULSE_ANSWERED = "pulse:answered"
    PULSE_COUNTED = "pulse:counted"
    HARVEST_CONFIRMED = "harvest:confirmed"
    HARVEST_PUBLISHED = "harvest:published"
    PROMISE_MADE = "promise:made"
    PROMISE_KEPT = "promise:kept"
    TALK_ENRICHED = "talk:enriched"
    TALK_CONNECTED = "talk:connected"
    TALK_SUPPORTED = "talk:supported"
    TALK_SPREAD = "talk:spread"
    TALK_ACTIVATED = "talk:activated"
    OUTSIDE_NOTED = "outside:noted"
    SKILL_CONFIRMED = "skill:confirmed"
    OFFER_OPENED = "offer:opened"
    REQUEST_OPENED = "request:opened"
    INTRODUCTION_MET = "introduction:met"


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
_PARTNER = frozenset({"partner_id"})
#: Hours as a number, whether a room, money in cents.
_BROUGHT = frozenset({"hours", "room", "money"})
#: As it was then: its sector, and what it counts as (departments share a KvK number).
_WHICH_PARTNER = frozenset({"sector", "organisation"})
#: Slugs of themes; of a sensitive one none, and no person either.
_KUNDE = Carries(frozenset(), frozenset({"themes"}))
#: What it is about ("gathering", "theme" …) and by which means ("source", "host" …); no person.
_ACT = Carries(frozenset(), frozenset({"anchor", "by"}))
#: Who promised is a kind ("person", "library", "partner"), and no name.
_PROMISE = Carries(frozenset(), frozenset({"who", "fingerprint"}))
#: A line of the list of a quarter: a gathering, a goal or a look-back; and by which proof.
_OF_A_LIST = Carries(
    _PARTNER, _BROUGHT | frozenset({"what", "goal_id", "was_there", "quarter", "proof"})
)

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
    #: Who began it, by which proof; the person only where one may be kept.
    Verb.INITIATOR_CONFIRMED: Carries(_GATHERING, frozenset({"initiator", "proof", "group_id"})),
    Verb.PARTNER_JOINED: Carries(_PARTNER | _GATHERING, _BROUGHT | _WHICH_PARTNER),
    Verb.PARTNER_CONTACTED: Carries(_PARTNER, frozenset({"kind"}) | _WHICH_PARTNER),
    Verb.PARTNER_GOAL_AGREED: Carries(_PARTNER, frozenset({"goal_id"})),
    Verb.PARTNER_LOOKED_BACK: Carries(_PARTNER, frozenset({"goal_id"})),
    Verb.PARTNER_CONFIRMED: _OF_A_LIST,
    Verb.PARTNER_DISPUTED: _OF_A_LIST,
    #: Not the partner: nobody can tell who said what.
    Verb.PARTNER_JUDGED: Carries(frozenset(), frozenset({"year", "answers"})),
    Verb.TEAM_TOOK_PART: Carries(_GATHERING, frozenset({"team", "front_line"})),
    Verb.TEAM_DISPUTED: Carries(_GATHERING | {"corrects_id"}, frozenset({"team", "front_line"})),
    Verb.TALLY_ENTERED: Carries(
        _GATHERING | {"quantity"}, frozenset({"first_time", "age_class", "pc4"})
    ),
    Verb.PULSE_ANSWERED: Carries(_GATHERING, frozenset({"answers"})),
    Verb.PULSE_COUNTED: Carries(_GATHERING | {"quantity"}, frozenset({"answers"})),
    #: Of what was brought in from an older list only the number is known.
    Verb.HARVEST_CONFIRMED: Carries(
        _GATHERING | {"quantity"}, frozenset({"kind", "provenance", "fingerprint"})
    ),
    #: An edition: how many items it has.
    Verb.HARVEST_PUBLISHED: Carries(_GATHERING | {"quantity"}, frozenset({"edition"})),
    Verb.PROMISE_MADE: _PROMISE,
    Verb.PROMISE_KEPT: _PROMISE,
    Verb.TALK_ENRICHED: _ACT,
    Verb.TALK_CONNECTED: _ACT,
    Verb.TALK_SUPPORTED: _ACT,
    Verb.TALK_SPREAD: _ACT,
    Verb.TALK_ACTIVATED: _ACT,
    #: Taken back with quantity 0. Which partner is a column; the words name no person.
    Verb.OUTSIDE_NOTED: Carries(
        frozenset({"quantity"}), frozenset({"text", "where", "group_id", "theme"})
    ),
    Verb.SKILL_CONFIRMED: Carries(frozenset(), frozenset({"themes", "kind", "source", "how"})),
    Verb.OFFER_OPENED: _KUNDE,
    Verb.REQUEST_OPENED: _KUNDE,
    Verb.INTRODUCTION_MET: _KUNDE,
}
