"""What a table sees on its screen, and what whoever leads it sees of all tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from community.formats import queries as formats
from community.gatherings.models import Gathering
from community.table_notes import queries, rounds, running
from community.table_notes.models import RoundClock, TableNote, TableScreen
from community.table_notes.running import Round
from community.table_plans import naming
from community.table_plans import queries as plans
from community.table_plans import showing as plan_showing
from community.table_plans.models import State, TablePlan
from community.table_plans.showing import Shown

#: Longer unheard of, and somebody should walk over.
SILENT = timedelta(minutes=2)
#: Typed this short ago is typing now.
BUSY = timedelta(seconds=40)
#: Of a ring of seats that still reads as one.
MOST_SEATS_DRAWN = 16


@dataclass(frozen=True, slots=True)
class Running:
    """Where the rounds of a gathering are."""

    gathering: Gathering
    rounds: Sequence[Round]
    clock: RoundClock | None
    current: Round
    plan: TablePlan | None  #: When it is out.

    @property
    def has_begun(self) -> bool:
        return self.clock is not None and self.clock.round_no > 0

    @property
    def is_done(self) -> bool:
        return self.clock is not None and self.clock.ended_at is not None

    @property
    def ends_at(self) -> datetime | None:
        """Of the round that goes on."""
        return None if self.clock is None or self.is_done else self.clock.round_ends_at

    @property
    def stand(self) -> str:
        return rounds.stand(self.clock)

    def minutes_left(self, now: datetime) -> int | None:
        """As people count: 30 seconds left is one minute. None: nobody counts."""
        if self.ends_at is None:
            return None
        return max(0, ceil((self.ends_at - now).total_seconds() / 60))

    @property
    def edition(self) -> str:
        plan = self.plan.version if self.plan else ""
        return f"{self.stand} {plan} {self.gathering.revised_at} {self.current.number}"


@dataclass(frozen=True, slots=True)
class Seats:
    """Who sits at a table, as far as the plan that is out says so."""

    host: str = ""
    taken: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class TableSeen:
    """One table on the screen of whoever leads it."""

    screen: TableScreen | None  #: None: this table writes on paper.
    table_no: int
    notes: Sequence[TableNote]
    in_hand: Sequence[TableNote]

    def is_busy(self, now: datetime) -> bool:
        return any(now - note.changed_at < BUSY for note in self.in_hand)

    def silent_for(self, now: datetime) -> int | None:
        """Minutes that it was not heard, when that is long."""
        if self.screen is None or self.screen.seen_at is None:
            return None
        since = now - self.screen.seen_at
        return int(since.total_seconds() // 60) if since >= SILENT else None


def running_at(session: Session, gathering: Gathering, *, asked: int | None = None) -> Running:
    taken = formats.find_of(session, gathering.library_id, gathering.id)
    plan = plans.find(session, gathering.library_id, gathering.id)
    clock = queries.find_clock(session, gathering)
    found = running.rounds_of(gathering, taken, plan)
    is_out = plan is not None and plan.state is State.RELEASED
    current = running.current(found, clock, asked)
    return Running(gathering, found, clock, current, plan if is_out else None)


def seats_of(session: Session, at: Running, table_no: int) -> Seats:
    if at.plan is None:
        return Seats()
    return _seats(plan_showing.shown(session, at.plan), at, table_no)


def _seats(shown: Shown, at: Running, table_no: int) -> Seats:
    number = min(at.current.number, len(shown.rounds)) - 1
    if number < 0 or table_no > shown.tables:
        return Seats()
    keys = shown.rounds[number][table_no - 1]
    hosts = {guest.key: guest for guest in shown.guests if guest.is_host}
    # Not as the plan tells two of one name apart: here an initial says nothing to anybody.
    host = next((naming.name_of(hosts[key], {}) for key in keys if key in hosts), "")
    return Seats(host, len(keys), max(shown.plan.most, len(keys)))


def tables_seen(
    screens: Sequence[TableScreen], laid: Sequence[TableNote], in_hand: Sequence[TableNote]
) -> list[TableSeen]:
    """Every table that has a screen, or of which a sheet was typed over."""
    by_no: Mapping[int, TableScreen] = {screen.table_no: screen for screen in screens}
    numbers = sorted({*by_no, *(note.table_no for note in laid)})
    return [
        TableSeen(
            by_no.get(number),
            number,
            [note for note in laid if note.table_no == number],
            [note for note in in_hand if note.table_no == number],
        )
        for number in numbers
    ]


def edition(*parts: object) -> str:
    """By which a page knows that it shows this already."""
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:16]
