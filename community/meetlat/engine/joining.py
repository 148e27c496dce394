"""What was logged more than once is one activity (MEETLAT.md, rule 8)."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from community.clock import local
from community.meetlat.engine.told import Row

#: From this share of the smaller on, the same people make the same activity.
SAME_PEOPLE = 0.6


@dataclass(frozen=True, slots=True)
class Held:
    """A gathering that was closed, as its latest row says."""

    row: Row
    day: date
    starts: int  #: In minutes, on one clock for all.
    ends: int

    @property
    def id(self) -> int:
        return self.row.gathering_id or 0


@dataclass(slots=True)
class Joined:
    """Gatherings that are one activity, and the people of all of them."""

    held: list[Held]
    people: Collection[int]
    starts: int
    ends: int

    @property
    def first(self) -> Held:
        return self.held[0]


def held(row: Row) -> Held:
    """When it began; the log knows when it ended, and how long it took."""
    minutes = int(row.details["duration"])
    begins = row.happened_at - timedelta(minutes=minutes)
    starts = int(begins.timestamp() // 60)
    return Held(row, local(begins).date(), starts, starts + minutes)


def join(all_held: Iterable[Held], people_of: Callable[[int], set[int]]) -> list[Joined]:
    """The activities, by day; each as it was logged first."""
    found: list[Joined] = []
    by_place = sorted(all_held, key=lambda held: (_place(held), held.starts, held.id))
    for _where, there in groupby(by_place, _place):
        found += _join_there(there, people_of)
    found.sort(key=lambda joined: (joined.first.day, joined.first.starts, joined.first.id))
    return found


def _place(held: Held) -> tuple[date, int]:
    return held.day, held.row.branch_id or 0


def _join_there(there: Iterable[Held], people_of: Callable[[int], set[int]]) -> list[Joined]:
    """Those of one day and one place."""
    found: list[Joined] = []
    for one in there:
        people = people_of(one.id)
        same = next((known for known in found if _is_same(known, one, people)), None)
        if same is None:
            found.append(Joined([one], people, one.starts, one.ends))
            continue
        same.held.append(one)
        same.people = {*same.people, *people}
        same.starts, same.ends = min(same.starts, one.starts), max(same.ends, one.ends)
    for each in found:
        each.people = array("i", each.people)  # A tenth of what a set takes.
    return found


def _is_same(known: Joined, fresh: Held, people: set[int]) -> bool:
    """The same series and people; of people without names, at the same time.

    What has no series and no names must be of one kind as well: in a branch two things go on at
    the same time.
    """
    here, there = known.first.row.details, fresh.row.details
    if here["series_id"] != there["series_id"]:
        return False
    if known.people and people:
        fewest = min(len(known.people), len(people))
        return len(people.intersection(known.people)) >= SAME_PEOPLE * fewest
    overlaps = known.starts < fresh.ends and fresh.starts < known.ends
    return overlaps and (here["series_id"] is not None or here["kind"] == there["kind"])
