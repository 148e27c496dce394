"""Of people with a key: who is new, who came back, who knows somebody by now (O1, O2, O5).

Pairs of people are worked out one person at a time and forgotten; nothing keeps them.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from community.meetlat.engine.aggregates import People
from community.meetlat.engine.told import Window
from community.meetlat.engine.visits import Visits

#: So many familiar faces make somebody acquainted.
FACES = 3

#: So many days may go by without anybody at the door.
QUIET = 31

#: An activity in a small room: its day, and who checked in themselves.
Small = tuple[int, Sequence[int]]


def count(
    visits: Visits,
    in_period: Collection[int],
    small: Iterable[Small],
    window: Window,
    first_check_in: date | None,
) -> People:
    """`in_period`: everybody who was at an activity that counts; `small` is in order of days."""
    first = _first_days(visits)
    new_from = window.new_from.toordinal()
    cohort, returned = _returned(visits, first, window)
    known = _acquainted(small, window.together_days)
    return People(
        history_days=_history_days(visits, window, first_check_in),
        unique=len(in_period),
        new=sum(first[who] >= new_from for who in in_period),
        cohort=cohort,
        returned=returned,
        acquainted=sum(who in known for who in in_period),
    )


def _history_days(visits: Visits, window: Window, first_check_in: date | None) -> int:
    """How far keys reach back before the period: twelve months is as far as anybody looks.

    Not on every day does somebody check in: what was there before all of it, reaches all of it.
    """
    since, begins = window.period.since.toordinal(), window.before.since.toordinal()
    earliest = min(visits.day, default=since)
    was_there = first_check_in is not None and first_check_in.toordinal() <= begins
    if was_there and earliest <= begins + QUIET:
        earliest = begins
    return max(0, since - earliest)


def _first_days(visits: Visits) -> array[int]:
    """Of each person the ordinal of the first day that the log still knows."""
    never = 2**31 - 1
    first = array("i", [never]) * visits.people
    for who, day in zip(visits.who, visits.day, strict=True):
        if day < first[who]:
            first[who] = day
    return first


def _returned(visits: Visits, first: Sequence[int], window: Window) -> tuple[int, int]:
    """How many came for the first time in the cohort's days, and how many of them came back."""
    since, until = (day.toordinal() for day in (window.cohort.since, window.cohort.until))
    came = bytearray(since <= day <= until for day in first)
    back = bytearray(len(came))
    for who, day, own in zip(visits.who, visits.day, visits.themselves, strict=True):
        if own and came[who] and first[who] < day <= first[who] + window.return_days:
            back[who] = 1
    return sum(came), sum(back)


def _acquainted(small: Iterable[Small], within: int) -> set[int]:
    """Who has enough familiar faces: twice together, on two days that lie near enough."""
    visited: dict[int, list[Small]] = defaultdict(list)
    for room in small:
        for who in room[1]:
            visited[who].append(room)
    return {
        who for who, rooms in visited.items() if len(rooms) > 1 and _has_faces(who, rooms, within)
    }


def _has_faces(who: int, rooms: list[Small], within: int) -> bool:
    faces, seen = set[int](), set[int]()
    for number, (day, people) in enumerate(rooms):
        if again := seen.intersection(people):
            earlier = rooms[:number]
            faces.update(one for one in again if _was_there(one, earlier, day - within, day))
            if len(faces) >= FACES:
                return True
        seen.update(people)
        seen.discard(who)
    return False


def _was_there(who: int, rooms: list[Small], since: int, before: int) -> bool:
    for day, people in rooms:  # noqa: SIM110  (by `any` it takes a third longer)
        if since <= day < before and who in people:
            return True
    return False
