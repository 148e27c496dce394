"""Which rooms are kept for what: every gathering has one to itself, and so has what is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from community.bookings.models import Booking, Purpose
from community.clock import from_local, local_day
from community.demo.planning import Planned, Venue
from community.demo.rows import Row, add, add_returning_ids
from community.gatherings.kinds import KIND_FACTS
from community.gatherings.models import GatheringStatus
from community.libraries.models import USUAL_MINUTES_AROUND, Equipment

AROUND = timedelta(minutes=USUAL_MINUTES_AROUND)

#: What comes back every week: weekday from Monday = 0, from, until, which room, for what.
EVERY_WEEK = (
    (1, "08:30", "09:30", 0, Purpose.OWN, "Teamoverleg"),
    (4, "07:00", "08:00", 0, Purpose.OWN, "Schoonmaak"),
    (3, "17:00", "18:30", 1, Purpose.GROUP, "Breigroep De Steek, zonder begeleiding"),
    (0, "16:00", "17:30", 1, Purpose.RENTED, "Muziekles, verhuurd"),
)
#: When the doors are open; on Sunday they are not. Evenings are for who has the key.
OPEN = {
    **dict.fromkeys(range(5), (time(10), time(18))),
    5: (time(10), time(16)),
}
#: So many weeks back and ahead.
WEEKS = range(-4, 13)

_USUAL = frozenset({Equipment.WHEELCHAIR})
#: Up a stair, and there is no lift.
_UPSTAIRS = "Bovenzaal"
_EQUIPMENT = {
    "Leeszaal": {Equipment.SCREEN, Equipment.SOUND, Equipment.HEARING_LOOP, Equipment.PIANO},
    "Podium": {Equipment.SCREEN, Equipment.SOUND, Equipment.HEARING_LOOP, Equipment.PIANO},
    "Bovenzaal": {Equipment.SCREEN, Equipment.VIDEO_CALL},
    "Bovenkamer": {Equipment.SCREEN, Equipment.VIDEO_CALL},
    "Kleine zaal": {Equipment.SCREEN, Equipment.HEARING_LOOP},
    "Werkplaats": {Equipment.KITCHEN},
    "Dorpskamer": {Equipment.KITCHEN},
}


def equipment_of(room: str) -> frozenset[Equipment]:
    """What is in a room of that name."""
    usual = frozenset() if room == _UPSTAIRS else _USUAL
    return usual | _EQUIPMENT.get(room, frozenset())


@dataclass
class Diary:
    """What is in the rooms of a library, while it is being filled."""

    library_id: int
    now: datetime
    rows: list[Row] = field(default_factory=list)
    _taken: dict[tuple[int, date], list[tuple[datetime, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def is_free(self, room_id: int, starts_at: datetime, ends_at: datetime) -> bool:
        on_that_day = self._taken[room_id, local_day(starts_at)]
        first, last = starts_at - AROUND, ends_at + AROUND
        return all(until <= first or last <= since for since, until in on_that_day)

    def keep(
        self,
        room_id: int,
        span: tuple[datetime, datetime],
        purpose: Purpose,
        what: str,
        repetition: str | None = None,
    ) -> Row:
        starts_at, ends_at = span
        row: Row = {
            "library_id": self.library_id,
            "room_id": room_id,
            "purpose": purpose,
            "what": what,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "set_up_minutes": USUAL_MINUTES_AROUND,
            "clear_minutes": USUAL_MINUTES_AROUND,
            "blocked_from": starts_at - AROUND,
            "blocked_until": ends_at + AROUND,
            "repetition": repetition,
            "created_at": self.now - timedelta(days=60),
            "revised_at": self.now - timedelta(days=60),
        }
        self._taken[room_id, local_day(starts_at)].append(
            (row["blocked_from"], row["blocked_until"])
        )
        self.rows.append(row)
        return row


def keep_rooms(
    session: Session, library_id: int, venues: Sequence[Venue], planned: Sequence[Planned],
    now: datetime,
) -> None:  # fmt: skip
    """Book a room for every gathering, another one of the branch when its own is taken."""
    diary = Diary(library_id, now)
    booked = [(one, _book(diary, one)) for one in planned if _takes_room(one)]
    ids = iter(add_returning_ids(session, Booking, diary.rows))
    for one, row in booked:
        if row is not None:
            one.row["booking_id"] = next(ids)
    diary.rows.clear()
    for venue in venues:
        _keep_for_others(diary, venue)
    add(session, Booking, diary.rows)


def _takes_room(one: Planned) -> bool:
    return (
        one.row["room_id"] is not None
        and one.row["status"] is not GatheringStatus.CANCELLED
        and KIND_FACTS[one.row["kind"]].takes_room
    )


def _book(diary: Diary, one: Planned) -> Row | None:
    """Its own room, or the next of the branch; with none free it is somewhere in the building."""
    span = one.row["starts_at"], one.row["ends_at"]
    own = one.row["room_id"]
    for room_id in (own, *(each for each in one.venue.room_ids if each != own)):
        if diary.is_free(room_id, *span):
            one.row["room_id"] = room_id
            what = "" if one.row["is_sensitive"] else one.row["title"]
            return diary.keep(room_id, span, Purpose.GATHERING, what)
    one.row["room_id"] = None
    return None


def _keep_for_others(diary: Diary, venue: Venue) -> None:
    today = local_day(diary.now)
    monday = today - timedelta(days=today.weekday())
    for weekday, first, last, which, purpose, what in EVERY_WEEK:
        room_id = venue.room_ids[which % len(venue.room_ids)]
        repetition = f"{venue.branch_id}-{weekday}-{first}"
        for week in WEEKS:
            day = monday + timedelta(weeks=week, days=weekday)
            span = _at(day, first), _at(day, last)
            if diary.is_free(room_id, *span):
                diary.keep(room_id, span, purpose, what, repetition)


def _at(day: date, clock: str) -> datetime:
    return from_local(day, time.fromisoformat(clock))
