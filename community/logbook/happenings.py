"""What the log tells, sorted as a librarian looks for it; and which part of it somebody reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from community.activity.verbs import Verb


class Happening(StrEnum):
    """A kind of happening. The words are those of the address."""

    ARRIVALS = "aankomst"
    GATHERINGS = "activiteiten"
    SIGN_UPS = "aanmeldingen"
    YIELD = "opbrengst"
    TALK = "gesprek"
    PARTNERS = "partners"
    TEAMS = "teams"
    OUTSIDE = "buiten"
    KUNDE = "kunde"


#: Every verb is of one kind; in this order a day is told.
VERBS: dict[Happening, tuple[Verb, ...]] = {
    Happening.ARRIVALS: (Verb.ATTENDANCE_CHECKED_IN, Verb.ATTENDANCE_UNDONE),
    Happening.OUTSIDE: (Verb.OUTSIDE_NOTED,),
    Happening.GATHERINGS: (
        Verb.GATHERING_CLOSED,
        Verb.GATHERING_CANCELLED,
        Verb.GATHERING_MOVED,
        Verb.GATHERING_PUBLISHED,
        Verb.INITIATOR_CONFIRMED,
    ),
    Happening.YIELD: (
        Verb.HARVEST_PUBLISHED,
        Verb.HARVEST_CONFIRMED,
        Verb.PROMISE_KEPT,
        Verb.PROMISE_MADE,
        Verb.TALLY_ENTERED,
        Verb.PULSE_ANSWERED,
        Verb.PULSE_COUNTED,
    ),
    Happening.TALK: (
        Verb.TALK_ENRICHED,
        Verb.TALK_CONNECTED,
        Verb.TALK_SUPPORTED,
        Verb.TALK_SPREAD,
        Verb.TALK_ACTIVATED,
    ),
    Happening.SIGN_UPS: (Verb.SIGN_UP_CONFIRMED, Verb.SIGN_UP_WAITING, Verb.SIGN_UP_LEFT),
    Happening.PARTNERS: (
        Verb.PARTNER_JOINED,
        Verb.PARTNER_CONTACTED,
        Verb.PARTNER_GOAL_AGREED,
        Verb.PARTNER_LOOKED_BACK,
        Verb.PARTNER_CONFIRMED,
        Verb.PARTNER_DISPUTED,
        Verb.PARTNER_JUDGED,
    ),
    Happening.TEAMS: (Verb.TEAM_TOOK_PART, Verb.TEAM_DISPUTED),
    Happening.KUNDE: (
        Verb.OFFER_OPENED,
        Verb.REQUEST_OPENED,
        Verb.SKILL_CONFIRMED,
        Verb.INTRODUCTION_MET,
    ),
}
ORDER = [verb for verbs in VERBS.values() for verb in verbs]
KIND_OF = {verb: kind for kind, verbs in VERBS.items() for verb in verbs}

#: What people do one by one is told by the number of them, per gathering and day.
COUNTED = frozenset(
    {
        Verb.ATTENDANCE_CHECKED_IN,
        Verb.ATTENDANCE_UNDONE,
        Verb.SIGN_UP_CONFIRMED,
        Verb.SIGN_UP_WAITING,
        Verb.SIGN_UP_LEFT,
        Verb.PULSE_ANSWERED,
        Verb.PARTNER_JUDGED,
        Verb.PROMISE_KEPT,
        Verb.PROMISE_MADE,
        *VERBS[Happening.TALK],
        *VERBS[Happening.KUNDE],
    }
)
#: Of many gatherings on one day this is one sentence.
TOLD_AT_ONCE = frozenset({*VERBS[Happening.SIGN_UPS], Verb.GATHERING_PUBLISHED})
#: Of something sensitive only how many there were is told: what comes of people is not.
OF_PEOPLE = frozenset({*VERBS[Happening.SIGN_UPS], *VERBS[Happening.YIELD], Verb.ATTENDANCE_UNDONE})


_WITHOUT_PARTNER = frozenset(
    {*VERBS[Happening.GATHERINGS], *VERBS[Happening.YIELD], *VERBS[Happening.TEAMS]}
) - {Verb.INITIATOR_CONFIRMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the log. Days on the clock of here; None: no matter which."""

    first: date | None = None
    last: date | None = None
    kind: Happening | None = None
    theme: str = ""
    branch_id: int | None = None
    gathering_id: int | None = None
    partner_id: int | None = None
    #: Also what was put right or taken back.
    corrections: bool = False

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """Which can be in it: what people do one by one is never of a partner."""
        verbs = VERBS[self.kind] if self.kind else tuple(ORDER)
        return (
            verbs
            if self.partner_id is None
            else tuple(verb for verb in verbs if verb not in COUNTED | _WITHOUT_PARTNER)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the story: a row of the log, or many that say the same."""

    day: date
    verb: Verb
    recorded_at: datetime
    gathering_id: int | None = None
    partner_id: int | None = None
    branch_id: int | None = None
    quantity: int = 1
    times: int = 1
    first: int = 0  #: Who said that it was their first time,
    not_first: int = 0  #: or that it was not.
    #: Other gatherings of which the same can be said at once, with how many.
    also: tuple[tuple[int, int], ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    corrects: bool = False  #: It says better what another row said.
    superseded: bool = False  #: Another row says it better.

    @property
    def is_taken_back(self) -> bool:
        return self.corrects and self.quantity == 0
