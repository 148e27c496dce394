"""Whether the rooms that a list names are free, looked at for many rows at once.

As `room_keeping` says it of one; also what the list itself has put in a room before counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from community.bookings import queries
from community.bookings import services as bookings
from community.bookings.models import Booking
from community.bookings.services import Wish
from community.gatherings import room_keeping
from community.gatherings.drafts import GatheringDraft
from community.gatherings.models import Gathering
from community.libraries.models import MOST_MINUTES_AROUND, Room

#: What is set up before and cleared after may reach further than the gatherings themselves.
_AROUND = timedelta(minutes=2 * MOST_MINUTES_AROUND)


@dataclass(slots=True)
class Rooms:
    session: Session
    library_id: int
    rooms: Mapping[int, Room]
    #: Of the rows that are looked at now: what stands in the calendar, by room.
    _taken: dict[int, list[Booking]] = field(default_factory=dict)
    #: Of all rows so far: what this list itself would put there.
    wished: dict[int, list[Booking]] = field(default_factory=dict)

    def look_up(self, spans: Collection[tuple[int, datetime, datetime]]) -> None:
        """Read what has these rooms around these times, in one query."""
        self._taken = {}
        if not spans:
            return
        first = min(starts for _room, starts, _ends in spans) - _AROUND
        last = max(ends for _room, _starts, ends in spans) + _AROUND
        room_ids = {room_id for room_id, _starts, _ends in spans}
        found = queries.list_overlapping(self.session, self.library_id, room_ids, first, last)
        for booking in found:
            self._taken.setdefault(booking.room_id, []).append(booking)

    def looking(self, room: Room, wish: Wish, *, but: int | None) -> Sequence[Booking]:
        """What is in the way, as `bookings.in_the_way` says it of one."""
        starts, ends = wish.blocked_in(room)
        there = [*self._taken.get(room.id, ()), *self.wished.get(room.id, ())]
        return [
            each
            for each in there
            if each.blocked_from < ends
            and starts < each.blocked_until
            and (but is None or each.id != but)
        ]

    def promise(self, draft: GatheringDraft, stands: Gathering | None) -> None:
        """From here on a draft that is taken over has its room then."""
        wish = room_keeping.wish_of(draft)
        room = self.rooms.get(wish.room_id) if wish else None
        has_it = stands and stands.booking_id and room_keeping.wish_of(stands) == wish
        if wish is None or room is None or has_it:
            return
        what = "" if draft.is_sensitive else draft.title
        self.wished.setdefault(room.id, []).append(
            bookings.new_booking(self.library_id, room, wish, what, draft.starts_at)
        )
