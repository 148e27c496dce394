"""The verbs of `hosting` for many gatherings at once, worked out beforehand.

Each does what its namesake does, by the same steps (`hosting_steps`, `room_keeping`), on objects
that no session knows. What comes of it are rows (`hosting_writes`) for one short transaction.
A draft that comes here has been held against the rules (`hosting_rules.problems_of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from community.activity import services as activity
from community.activity.verbs import Verb
from community.bookings import services as bookings
from community.bookings.models import Booking
from community.bookings.services import Wish
from community.db import as_row, table_of
from community.gatherings import calendar_items, drafts, room_keeping
from community.gatherings import hosting_steps as steps
from community.gatherings.drafts import GatheringDraft, appointment_of
from community.gatherings.hosting_queries import Stand
from community.gatherings.hosting_rules import Hand
from community.gatherings.hosting_writes import News, Row, Writes
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.naming import Named, Register
from community.libraries.models import Library, Room

#: What a change may change of the row; the seats have their own way.
_CHANGES = (
    *drafts.SHARED,
    *("status", "search_text", "booking_id", "cancel_reason", "cancelled_at", "moved_from"),
    *("sequence", "revised_at", "revised_by_id"),
)


@dataclass(slots=True)
class Many:
    """Works out what becomes of gatherings of one library, by one hand."""

    library: Library
    register: Register
    hand: Hand
    writes: Writes
    #: Of what stands: the inputs hash of its calendar items, by language.
    hashes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def create(self, number: int, draft: GatheringDraft) -> Gathering:
        """A new draft with this number; `keep` it when all is said about it."""
        named = self.register.named_by(draft, None)
        gathering = steps.begun(self.library.id, draft, named, self.hand)
        gathering.id = number
        gathering.status = GatheringStatus.DRAFT
        gathering.sequence = gathering.sequence_floor = 0
        self._place(gathering, named)
        room_keeping.keep(Later(self), gathering, None, now=self.hand.now)
        return gathering

    def publish(self, gathering: Gathering) -> None:
        """Put it in the agenda; DraftRefused leaves it a draft."""
        steps.refuse_for_agenda(gathering, self.hand)
        steps.put_in_agenda(gathering, self.hand)
        self.log(Verb.GATHERING_PUBLISHED, gathering)

    def keep(self, gathering: Gathering) -> None:
        """That is what it has become: its rows."""
        row = as_row(gathering)
        self.writes.made.append(row)
        if gathering.booking is not None:
            self.writes.booked.append((as_row(gathering.booking), row))
        self._tie(gathering)
        self._show(gathering)

    def edit(self, stands: Gathering, draft: GatheringDraft) -> None:
        """Make it like this completed draft."""
        gathering = self._twin(stands)
        was, in_room = appointment_of(stands), room_keeping.wish_of(stands)
        named = self.register.named_by(draft, stands)
        steps.fill_in(gathering, draft, named)
        self._place(gathering, named)
        room_keeping.keep(Later(self), gathering, in_room, now=self.hand.now)
        if moved := steps.moved(gathering, was):
            self.log(Verb.GATHERING_MOVED, gathering)
            self.writes.news[gathering.id] = News("moved", moved.began)
        steps.sign(gathering, self.hand)
        self.writes.capacities[gathering.id] = gathering.capacity
        self._change(stands, gathering)

    def cancel(self, stands: Gathering, reason: str) -> None:
        """Call it off."""
        gathering = self._twin(stands)
        named = self.register.named_by(drafts.draft_of(stands), stands)
        self._place(gathering, named)
        steps.call_off(gathering, reason, self.hand)
        room_keeping.give_back(Later(self), gathering)
        self.log(Verb.GATHERING_CANCELLED, gathering)
        self.writes.news[gathering.id] = News("cancelled")
        self._change(stands, gathering)

    def discard(self, stands: Gathering) -> None:
        """Take it out of the agenda and throw it away: nobody ever signed up for it."""
        self._saw(stands)
        self.writes.gone.append(stands.id)
        if stands.booking_id is not None:
            self.writes.released.append(stands.booking_id)
        if stands.status is not GatheringStatus.DRAFT:
            self.writes.is_in_feeds = True

    def log(self, verb: Verb, gathering: Gathering) -> None:
        row = activity.complete(verb, **steps.facts(gathering, self.hand))
        self.writes.log.append(row)

    def _place(self, gathering: Gathering, named: Named) -> None:
        """What its calendar items say of where it is."""
        gathering.library = self.library
        gathering.branch, gathering.room = named.branch, named.room

    def _twin(self, stands: Gathering) -> Gathering:
        """The same as an object that no session knows: what becomes of it stays between us."""
        columns = table_of(Gathering).columns
        twin = Gathering(**{column.key: getattr(stands, column.key) for column in columns})
        twin.themes, twin.hosts = list(stands.themes), list(stands.hosts)
        if stands.booking is not None:
            kept = table_of(Booking).columns
            twin.booking = Booking(**{each.key: getattr(stands.booking, each.key) for each in kept})
        return twin

    def _saw(self, stands: Gathering) -> None:
        given = {name: getattr(stands, name) for name in Stand.__slots__}
        self.writes.seen[stands.id] = Stand(**given).version

    def _change(self, stands: Gathering, gathering: Gathering) -> None:
        self._saw(stands)
        row: Row = {"which": gathering.id} | {name: getattr(gathering, name) for name in _CHANGES}
        self.writes.changed.append(row)
        booking = gathering.booking
        if booking is None:
            row["booking_id"] = None
        elif stands.booking is None:
            self.writes.booked.append((as_row(booking), row))
        elif stale := _differing(stands.booking, booking):
            self.writes.rebooked.append(stale)
        self._tie(gathering)
        self._show(gathering)

    def _tie(self, gathering: Gathering) -> None:
        number = gathering.id
        self.writes.themes += [
            {"gathering_id": number, "theme_id": theme.id} for theme in gathering.themes
        ]
        self.writes.hosts += [
            {"gathering_id": number, "person_id": host.id} for host in gathering.hosts
        ]

    def _show(self, gathering: Gathering) -> None:
        """A draft is nobody's business yet; anything else is in feeds and on pages."""
        if gathering.status is GatheringStatus.DRAFT:
            return
        self.writes.is_shown = True
        stand = self.hashes.get(gathering.id, {})
        if items := calendar_items.rows_of(gathering, self.hand.base_url, stand):
            self.writes.is_in_feeds = True
            self.writes.items += items


@dataclass(frozen=True, slots=True)
class Later:
    """The room calendar of `room_keeping`: what it does to bookings is written with the rest."""

    many: Many

    def book(self, library_id: int, wish: Wish, what: str, now: datetime) -> Booking:
        return bookings.new_booking(library_id, self._room(wish), wish, what, now)

    def move(self, booking: Booking, wish: Wish, what: str, now: datetime) -> None:
        bookings.settle(booking, self._room(wish), wish, now)
        booking.what = what

    def release(self, booking: Booking) -> None:
        self.many.writes.released.append(booking.id)

    def _room(self, wish: Wish) -> Room:
        return self.many.register.rooms[wish.room_id]


def _differing(was: Booking, booking: Booking) -> Row | None:
    """The booking as it is to be; None when it stays as it was."""
    row = as_row(booking)
    if all(getattr(was, name) == value for name, value in row.items()):
        return None
    row["which"] = row.pop("id")
    return row
