"""The rows of changes to many gatherings: worked out before the turn to write, written in it.

One statement for each table, whatever their number. Nothing is decided here but one thing: whether
what was worked out still holds (`hold`), under the locks of all that it touches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Insert, Table, Update, bindparam, delete, insert, update
from sqlalchemy.orm import Session

from community import numbering
from community.activity import services as activity
from community.bookings import services as bookings
from community.bookings.models import Booking
from community.bookings.services import Block
from community.db import insert_for, table_of
from community.gatherings import hosting_news, hosting_queries, seats
from community.gatherings.models import (
    CalendarItem,
    Gathering,
    GatheringHost,
    SignUp,
    gathering_theme,
)
from community.libraries import versions

Row = dict[str, Any]

_gathering, _booking = table_of(Gathering), table_of(Booking)
_item, _host = table_of(CalendarItem), table_of(GatheringHost)
_WHICH = "which"


def _change(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam(_WHICH))


def _remove(table: Table, column: str = "id") -> Delete:
    return delete(table).where(table.c[column] == bindparam(_WHICH))


@dataclass(frozen=True, slots=True)
class News:
    """What everybody who counts on a gathering hears; `was`: when it would have begun."""

    what: str
    was: datetime | None = None


@dataclass(slots=True)
class Writes:
    made: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    #: A booking, and the row of the gathering that it is for.
    booked: list[tuple[Row, Row]] = field(default_factory=list)
    rebooked: list[Row] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    themes: list[Row] = field(default_factory=list)
    hosts: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    log: list[Row] = field(default_factory=list)
    news: dict[int, News] = field(default_factory=dict)  #: By the number of the gathering.
    is_shown: bool = False  #: Something of it stands on public pages,
    is_in_feeds: bool = False  #: or in calendars.
    #: By the number of a gathering: the version of it that a change was worked out from.
    seen: dict[int, tuple[object, ...]] = field(default_factory=dict)
    #: And how many seats it has from now on.
    capacities: dict[int, int | None] = field(default_factory=dict)

    def hold(self, session: Session, library_id: int) -> bool:
        """Lock all that this touches, and say whether it is as it was when this was worked out."""
        stand = hosting_queries.lock_many(session, library_id, self.seen) if self.seen else ()
        if {each.id: each.version for each in stand} != self.seen:
            return False
        seats_left = (self.capacities.get(each.id) for each in stand)
        if any(
            most is not None and most < each.taken
            for most, each in zip(seats_left, stand, strict=True)
        ):
            return False
        if self.gone and hosting_queries.list_signed_up(session, self.gone):
            return False
        return bookings.are_free(
            session, library_id, self._blocks(), but={row[_WHICH] for row in self.rebooked}
        )

    def write(self, session: Session, library_id: int, *, now: datetime) -> list[int]:
        """Write all of it; the numbers of the rows in the log, in their order."""
        self._write_rooms(session)
        _execute(session, insert(_gathering), self.made)
        _execute(session, _change(_gathering), self.changed)
        self._write_ties(session)
        self._take_away(session)
        numbers = activity.record_all(session, self.log)
        session.expire_all()
        self._tell(session, now)
        if self.is_in_feeds:
            versions.agenda_changed(session, library_id, now=now)
        if self.is_shown:
            versions.pages_changed(session, library_id)
        return numbers

    def _blocks(self) -> list[Block]:
        rows = [*(booking for booking, _gathering in self.booked), *self.rebooked]
        return [Block(row["room_id"], row["blocked_from"], row["blocked_until"]) for row in rows]

    def _write_rooms(self, session: Session) -> None:
        numbers = numbering.take(session, Booking, len(self.booked))
        for number, (booking, gathering) in zip(numbers, self.booked, strict=True):
            booking["id"] = gathering["booking_id"] = number
        _execute(session, _change(_booking), self.rebooked)
        _execute(session, insert(_booking), [booking for booking, _gathering in self.booked])

    def _write_ties(self, session: Session) -> None:
        """Themes, hosts and calendar items. Of what is changed the old ties are cut first."""
        changed = [{_WHICH: row[_WHICH]} for row in self.changed]
        for table, rows in ((gathering_theme, self.themes), (_host, self.hosts)):
            _execute(session, _remove(table, "gathering_id"), changed)
            _execute(session, insert(table), rows)
        _execute(session, _item_anew(session.get_bind().dialect.name), self.items)

    def _take_away(self, session: Session) -> None:
        _execute(session, _remove(_gathering), [{_WHICH: number} for number in self.gone])
        _execute(session, _remove(_booking), [{_WHICH: number} for number in self.released])

    def _tell(self, session: Session, now: datetime) -> None:
        """Who counts on it hears of it; then who waits has what is free, as in one edit."""
        counting: dict[int, list[SignUp]] = {}
        if self.news:
            for sign_up in hosting_queries.list_counting_on_any(session, self.news):
                counting.setdefault(sign_up.gathering_id, []).append(sign_up)
        waited_for = hosting_queries.list_waited_for(session, self.capacities)
        for number in (row[_WHICH] for row in self.changed):
            if news := self.news.get(number):
                who = counting.get(number, ())
                hosting_news.tell(session, who, news.what, news.was, now=now)
            if number in waited_for:
                seats.promote_waiting(session, number, now=now)


def _item_anew(dialect: str) -> Insert:
    statement = insert_for(dialect)(_item)
    new = {name: statement.excluded[name] for name in ("inputs_hash", "body")}
    return statement.on_conflict_do_update(index_elements=["gathering_id", "language"], set_=new)


def _execute(session: Session, statement: Insert | Update | Delete, rows: Sequence[Row]) -> None:
    if rows:
        session.execute(statement, rows)
