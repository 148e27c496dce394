"""Reading the log of a library for a period, as a stream: of three million rows none is kept.

Everything is read as far as one row of the log, so that what is told is one moment's, whatever is
written meanwhile; and some weeks at a time, because a driver holds what it was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.clock import end_of_day, local_day, start_of_day
from community.db import table_of
from community.gatherings.models import Gathering
from community.meetlat.engine.told import (
    NO_KEY,
    Before,
    Came,
    CheckIns,
    Row,
    Said,
    Told,
    Window,
    came,
)
from community.partners.models import QuarterList

_LOG = table_of(Activity).c
_TEXT = cast(_LOG.details, Text).label("text")
#: Between what the database strings together. It stands in no key, and in JSON only as an escape.
_BETWEEN = "\x1e"
#: So many different texts are remembered as read.
_KNOWN = 20_000

#: So many days of the log are asked for at a time; of check-ins fewer, so that a database that
#: puts them in order has room for them in memory.
_SLICE, _SLICE_OF_CHECK_INS = timedelta(days=14), timedelta(days=4)
#: A partner is noted at what comes within a year; a pulse closes two days after.
_AHEAD, _AFTER = timedelta(days=366), timedelta(days=4)


def last_row(session: Session) -> int:
    """The number of the latest row of the whole log."""
    return session.scalar(select(func.max(Activity.id))) or 0


def told(session: Session, library_id: int, window: Window, last: int) -> Told:
    """What the log says, as far as row `last`; the streams read as they are gone through."""
    reader = _Reader(session, library_id, last)
    before, period = window.before, window.period
    begins, year_begins = start_of_day(before.since), start_of_day(period.since)
    ends = end_of_day(period.until)
    rows = partial(reader.rows, begins=begins - _AHEAD)
    lately = partial(reader.rows, begins=year_begins, ends=ends + _AFTER)
    return Told(
        closed=lately(Verb.GATHERING_CLOSED),
        closed_before=reader.closed_before(begins, year_begins),
        check_ins=reader.check_ins(begins, ends + _AFTER, year_begins),
        undone=lately(Verb.ATTENDANCE_UNDONE),
        tallied=lately(Verb.TALLY_ENTERED),
        answered=lately(Verb.PULSE_ANSWERED),
        counted=lately(Verb.PULSE_COUNTED),
        began=rows(Verb.INITIATOR_CONFIRMED),
        harvested=reader.rows(Verb.HARVEST_CONFIRMED),
        took_part=lately(Verb.TEAM_TOOK_PART),
        teams_disputed=rows(Verb.TEAM_DISPUTED),
        joined=rows(Verb.PARTNER_JOINED),
        confirmed=rows(Verb.PARTNER_CONFIRMED),
        disputed=rows(Verb.PARTNER_DISPUTED),
        contacted=reader.rows(Verb.PARTNER_CONTACTED, begins=year_begins, ends=ends),
        goals_agreed=reader.rows(Verb.PARTNER_GOAL_AGREED, begins=year_begins, ends=ends),
        looked_back=reader.rows(Verb.PARTNER_LOOKED_BACK, begins=year_begins, ends=ends),
        judged=reader.rows(Verb.PARTNER_JUDGED, begins=year_begins, ends=ends),
        judgements_asked=_asked(session, library_id, year_begins, ends),
        sensitive=_sensitive(session, library_id, year_begins, ends),
        first_day=_first_day(session, library_id, Verb.GATHERING_CLOSED),
        first_check_in=_first_day(session, library_id, Verb.ATTENDANCE_CHECKED_IN),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    session: Session
    library_id: int
    last: int
    #: The same is told again and again, and read once.
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def details(self, text: str) -> dict[str, Any]:
        if (read := self.known.get(text)) is None:
            if len(self.known) > _KNOWN:
                self.known.clear()
            read = self.known[text] = json.loads(text)
        return read

    def rows(
        self, verb: Verb, *, begins: datetime | None = None, ends: datetime | None = None
    ) -> Iterator[Row]:
        """Of verbs of which there are few."""
        as_in_row = (
            _LOG.id, _LOG.happened_at, _LOG.recorded_at, _LOG.branch_id, _LOG.gathering_id,
            _LOG.partner_id, _LOG.person_key, _LOG.quantity, _LOG.corrects_id, _TEXT,
        )  # fmt: skip
        for statement in self._slices(select(*as_in_row), verb, begins, ends):
            for *columns, text in self.session.execute(statement).all():
                columns.append(self.details(text))
                yield Row(*columns)

    def closed_before(self, begins: datetime, ends: datetime) -> Iterator[Before]:
        columns = (_LOG.id, _LOG.gathering_id, _LOG.happened_at, _TEXT)
        for statement in self._slices(select(*columns), Verb.GATHERING_CLOSED, begins, ends):
            for number, gathering, at, text in self.session.execute(statement).all():
                took = timedelta(minutes=self.details(text)["duration"])
                yield Before(number, gathering, local_day(at - took))

    def check_ins(self, begins: datetime, ends: datetime, year: datetime) -> Iterator[CheckIns]:
        """Of the year before only who still has a key; nobody that was taken off again.

        The database hands them over by gathering: a row for each takes half as long again.
        """
        columns = (
            _LOG.gathering_id,
            _LOG.counted_as,
            func.aggregate_strings(func.coalesce(_LOG.person_key, NO_KEY), _BETWEEN),
            func.aggregate_strings(cast(_LOG.details, Text), _BETWEEN),
        )
        by_gathering = (
            select(*columns)
            .where(_LOG.id.not_in(self._undone(begins)))
            .group_by(_LOG.gathering_id, _LOG.counted_as)
        )
        with_key = by_gathering.where(_LOG.person_key.is_not(None))
        slices = partial(self._slices, verb=Verb.ATTENDANCE_CHECKED_IN, of=_SLICE_OF_CHECK_INS)
        known = _Known()
        for statement in (
            *slices(with_key, begins=begins, ends=year),
            *slices(by_gathering, begins=year, ends=ends),
        ):
            if len(known) > _KNOWN:
                known.clear()
            for gathering, counted_as, keys, texts in self.session.execute(statement).all():
                came = list(map(known.__getitem__, texts.split(_BETWEEN)))
                yield CheckIns(gathering, counted_as, keys.split(_BETWEEN), came)

    def _undone(self, begins: datetime) -> Select[int | None]:
        """Somebody may be taken off long after."""
        undone = select(_LOG.corrects_id).where(
            _LOG.corrects_id.is_not(None), _LOG.happened_at >= begins
        )
        return self._of(undone, Verb.ATTENDANCE_UNDONE)

    def _of(self, statement: Select[*tuple[Any, ...]], verb: Verb) -> Select[*tuple[Any, ...]]:
        return statement.where(
            _LOG.library_id == self.library_id, _LOG.verb == verb.value, _LOG.id <= self.last
        )

    def _slices(
        self,
        statement: Select[*tuple[Any, ...]],
        verb: Verb,
        begins: datetime | None,
        ends: datetime | None,
        of: timedelta = _SLICE,
    ) -> Iterator[Select[*tuple[Any, ...]]]:
        """The question, a slice of time each; open at the end where there is none."""
        asked = self._of(statement, verb)
        if begins is None:
            yield asked
            return
        while ends is None or begins < ends:
            if ends is None:
                yield asked.where(_LOG.happened_at >= begins)
                return
            until = min(begins + of, ends)
            yield asked.where(_LOG.happened_at >= begins, _LOG.happened_at < until)
            begins = until


class _Known(dict[str, Came]):
    """How somebody came in, by the text that says it; each text is read once."""

    def __missing__(self, text: str) -> Came:
        details = json.loads(text)
        said = Said(details["first_time"], details["age_class"], details["pc4"])
        read = self[text] = came(details["minutes_from_start"], details["duration"], said)
        return read


def _asked(session: Session, library_id: int, begins: datetime, ends: datetime) -> int:
    """Partners that got a list with the question of the year; nobody can be left out of it."""
    return (
        session.scalar(
            select(func.count(QuarterList.partner_id.distinct())).where(
                QuarterList.library_id == library_id,
                QuarterList.made_at >= begins,
                QuarterList.made_at < ends,
            )
        )
        or 0
    )


def _sensitive(
    session: Session, library_id: int, begins: datetime, ends: datetime
) -> frozenset[int]:
    return frozenset(
        session.scalars(
            select(Gathering.id).where(
                Gathering.library_id == library_id,
                Gathering.is_sensitive,
                Gathering.starts_at >= begins,
                Gathering.starts_at < ends,
            )
        )
    )


def _first_day(session: Session, library_id: int, verb: Verb) -> date | None:
    first = session.scalar(
        select(func.min(Activity.happened_at)).where(
            Activity.library_id == library_id, Activity.verb == verb
        )
    )
    return None if first is None else local_day(first)
