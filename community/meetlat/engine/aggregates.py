"""What the meetlat is worked out from: counts of one period, without a key, a name or a moment.

`measuring` makes them from the log, `scoring` makes levels of them. A frozen meting keeps them, so
that it can be worked out again when the keys of people are gone (MEETLAT.md, rules 1 and 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """Twelve months as a rule: `since` up to and including `until`, local days of the library."""

    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One activity that took place: what was logged more than once is joined (rule 8)."""

    gathering_ids: tuple[int, ...]  #: The first is the one that it is shown as.
    day: date
    branch_id: int | None
    series_id: int | None
    kind: str
    conversational: bool
    sensitive: bool  #: Counted by heads only.
    #: Who began it: library, resident, group or partner; without confirmation always library.
    initiator: str
    #: Which of the initiators of this period, counted from 0: one of them counts for a quarter at
    #: most (O7). None where it is not kept, as with a sensitive activity.
    initiator_no: int | None
    head_count: int
    estimated: bool
    checked_in: int  #: People who checked in themselves, staff and volunteers on duty left out.
    #: People whose age class or PC4 is known, by check-in with consent or by tally card.
    ages: Mapping[str, int]
    places: Mapping[str, int]
    first_time: int  #: Said "for the first time" at check-in or on a tally card …
    been_before: int  #: … and "no, I have been here before".
    pulse: str  #: How the exit pulse was asked: always, lot or none.
    pulse_answers: int  #: Answers to the first statement …
    pulse_met_someone: int  #: … and those of 4 or 5.
    harvest: int  #: Confirmed by somebody who was there, told apart by its text.
    #: By number of the organisation (`Organisation.no`).
    partners: tuple[PartnerShare, ...]
    teams: int
    front_line: bool  #: At least one of the teams works in front.
    edited_late: int  #: Corrections later than 14 days after: counted and shown, never scored.


@dataclass(frozen=True, slots=True)
class PartnerShare:
    organisation: int
    confirmed: bool
    brought: bool  #: Hours, a room or money, as the partner confirmed it or as we wrote it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A partner, departments with one KvK number together; active in this period or before."""

    no: int
    partner_ids: tuple[int, ...]
    sector: str
    joint: int  #: Activities made together in the period.
    contacts: int  #: Contact moments in the period.
    brought_and_confirmed: int
    goal_complete: bool  #: Agreed on and looked back upon in these months, both confirmed.
    joint_before: int  #: Activities made together in the twelve months before the period.


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Of people with a key. Pairs are worked out and forgotten."""

    history_days: int  #: How far the log with keys reaches back before the period.
    unique: int
    new: int  #: Of `unique`: never checked in before, in the 24 months that are kept.
    cohort: int  #: First check-in in the twelve months that end 180 days before `until` …
    returned: int  #: … and another day within 180 days after it.
    acquainted: int  #: Of `unique`: with three or more familiar faces (O5).


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """What partners answered this year. `sums` and `answers` per statement."""

    asked: int
    given: int
    sums: tuple[int, int, int]
    answers: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """Who live in the working area: people per age class and per PC4."""

    ages: Mapping[str, int]
    places: Mapping[str, int]
    fictional: bool = False  #: What the project ships, until the library brings its own.


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregates:
    period: Period
    people: People
    occasions: tuple[Occasion, ...]
    organisations: tuple[Organisation, ...]
    judgements: Judgements
    area: Area
    #: Days from the first activity in the log to `until`: a library's first year is told as such.
    log_days: int
