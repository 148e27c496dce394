"""When and where everything of the programme takes place, and how many people want to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from community.clock import from_local, local_day
from community.demo.places import MORE_VILLAGES, Place, Town, village
from community.demo.programme import PROGRAMME, Entry
from community.demo.rows import Row, secret
from community.gatherings.kinds import KIND_FACTS, SIGN_UP_MODES
from community.gatherings.models import GatheringStatus

#: Fourteen months: eight behind us, six to come.
FIRST_WEEK, LAST_WEEK = -35, 25
#: People hear of it so long before.
KNOWN_BEFORE = timedelta(days=56)


@dataclass(frozen=True, slots=True)
class Venue:
    """A place of the town, once it has ids."""

    place: Place
    branch_id: int
    room_ids: tuple[int, ...]


@dataclass(slots=True)
class Planned:
    """A gathering to be, and how many parties want a seat at it."""

    row: Row
    entry: Entry
    venue: Venue
    wanted: int


def places_of(town: Town, *, city: bool) -> tuple[Place, ...]:
    """Where its libraries are; a city has villages around it."""
    if not city:
        return town.places
    villages = (village(index, name) for index, name in enumerate(MORE_VILLAGES))
    return (*town.places, *villages)


def plan(
    library_id: int, town: Town, venues: Sequence[Venue], count: int, *, now: datetime, host: str
) -> list[Planned]:
    """The `count` gatherings of a town, in order of time."""
    chance = Random(f"agenda van {town.slug}")  # noqa: S311
    today = local_day(now)
    monday = today - timedelta(days=today.weekday())
    weeks = FIRST_WEEK, LAST_WEEK
    found: list[tuple[datetime, int, Entry, Venue, int]] = []
    rounds = -(-count // 300)
    for turn in range(rounds):
        for number, entry in enumerate(PROGRAMME):
            venue = venues[(entry.at[0] + turn) % len(venues)]
            for week, times in _weeks(entry, number + turn, weeks):
                starts_at = _start(monday, week, entry, turn)
                found.append((starts_at, turn * 100 + number, entry, venue, times))
    found.sort(key=lambda one: (one[0], one[1]))
    surplus = len(found) - count
    return [
        _planned(library_id, entry, venue, times, starts_at, chance, now, host)
        for starts_at, _order, entry, venue, times in (found[:-surplus] if surplus > 0 else found)
    ]


def _weeks(entry: Entry, shift: int, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The weeks in which an entry takes place, each with how often it did before."""
    phase = entry.phase if entry.phase is not None else shift
    turns = [week for week in range(span[0], span[1] + 1) if (week - phase) % entry.weeks == 0]
    return ((week, times) for times, week in enumerate(turns))


def _start(monday: date, week: int, entry: Entry, turn: int) -> datetime:
    weekday, clock, _minutes = entry.when
    # The same thing in the next village is not at the same moment.
    day = monday + timedelta(weeks=week, days=(weekday + 2 * turn) % 7)
    return from_local(day, time.fromisoformat(clock))


def _planned(
    library_id: int,
    entry: Entry,
    venue: Venue,
    times: int,
    starts_at: datetime,
    chance: Random,
    now: datetime,
    host: str,
) -> Planned:
    facts = KIND_FACTS[entry.kind]
    title = entry.titles[times % len(entry.titles)]
    published_at = min(starts_at - KNOWN_BEFORE, now - timedelta(days=chance.randrange(1, 9)))
    ends_at = starts_at + timedelta(minutes=entry.when[2])
    room = venue.room_ids[entry.at[1] % len(venue.room_ids)]
    online = "online_url" in entry.facts
    row: Row = {
        "library_id": library_id,
        "branch_id": None if online else venue.branch_id,
        "room_id": None if online else room,
        "booking_id": None,
        "picture_id": None,
        "created_by_id": None,
        "uid": f"{secret(chance)}@{host}",
        "status": GatheringStatus.PUBLISHED,
        "kind": entry.kind,
        "title": title,
        "summary": entry.summary,
        "text": entry.text,
        "language": "nl",
        "starts_at": starts_at,
        "ends_at": ends_at,
        "sign_up_mode": facts.sign_up_mode,
        "capacity": entry.capacity,
        "core_function": facts.core_function,
        "audience": facts.audience,
        "open_to_non_members": facts.open_to_non_members,
        "invitation_salt": secret(chance),
        "taken": 0,
        "waiting": 0,
        "next_queue_no": 1,
        "sequence": 0,
        "moved_from": None,
        "cancel_reason": "",
        "cancelled_at": None,
        "head_count": None,
        "head_count_estimated": False,
        "revised_at": published_at,
        "created_at": published_at - timedelta(days=3),
        "published_at": published_at,
        **_plain_columns(entry),
    }
    return Planned(row, entry, venue, _wanted(row, entry, starts_at, now, chance))


#: Columns that an entry may set; each row names all of them, as bulk inserts want.
_OPTIONAL: Row = {
    "mode": "physical", "online_url": "", "elsewhere_url": "", "cost": "", "bring": "",
    "accessibility": "", "initiator": "library", "visibility": "public",
    "eligibility": "everyone", "is_sensitive": False, "has_waiting_list": True, "address": "",
}  # fmt: skip


def _plain_columns(entry: Entry) -> Row:
    return _OPTIONAL | dict(entry.facts)


def _wanted(row: Row, entry: Entry, starts_at: datetime, now: datetime, chance: Random) -> int:
    """Parties that want to come by now: interest grows in the weeks before."""
    if row["sign_up_mode"] not in SIGN_UP_MODES:
        return 0
    if row["is_sensitive"] and starts_at < now - timedelta(days=5):
        return 0  # Who came to a sensitive gathering is forgotten on the fifth day.
    seats: int = entry.capacity or 20
    passed = 1 - max(0.0, (starts_at - now) / KNOWN_BEFORE)
    heard = min(1.0, max(0.05, passed * 1.25))
    return round(seats * entry.interest * heard * chance.uniform(0.85, 1.1))
