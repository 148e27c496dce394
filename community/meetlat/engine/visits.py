"""Who was where, as numbers: keys are numbered as they come by, and forgotten after.

Staff, and volunteers while on duty, are no visitors: the mark on the row says what they were at
that moment.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress, count

from community.meetlat.engine.told import NOTHING, RESIDENT, CheckIn, Said

#: Somebody without a key.
NOBODY = -1


@dataclass(slots=True)
class Door:
    """Who came through the door of one gathering: three columns."""

    who: array[int] = field(default_factory=lambda: array("i"))
    themselves: bytearray = field(default_factory=bytearray)
    said: list[Said] = field(default_factory=list)

    def people(self) -> set[int]:
        people = set(self.who)
        people.discard(NOBODY)
        return people

    def checked_in_themselves(self) -> set[int]:
        return {who for who, own in zip(self.who, self.themselves, strict=True) if own and who >= 0}


@dataclass(slots=True)
class Visits:
    """Everybody who came, per day; and the doors of the gatherings that are looked at closely."""

    doors: dict[int, Door] = field(default_factory=dict)
    who: array[int] = field(default_factory=lambda: array("i"))
    day: array[int] = field(default_factory=lambda: array("i"))
    gathering: array[int] = field(default_factory=lambda: array("i"))
    themselves: bytearray = field(default_factory=bytearray)
    people: int = 0

    def without(self, gatherings: Container[int]) -> Visits:
        """Who was only there was nowhere."""
        kept = [gathering not in gatherings for gathering in self.gathering]
        return Visits(
            self.doors,
            array("i", compress(self.who, kept)),
            array("i", compress(self.day, kept)),
            array("i", compress(self.gathering, kept)),
            bytearray(compress(self.themselves, kept)),
            self.people,
        )


def seen(
    check_ins: Iterable[CheckIn], day_of: Mapping[int, int], closely: Mapping[int, object]
) -> Visits:
    """Go through the check-ins once. What was never closed did not take place, as far as we know.

    `day_of`: of each gathering the ordinal of its day; `closely`: those of the period.
    """
    visits = Visits()
    doors, numbers = visits.doors, defaultdict[str, int](count().__next__)
    note_who, note_day = visits.who.append, visits.day.append
    note_gathering, note_themselves = visits.gathering.append, visits.themselves.append
    at, day, is_near, note_at_door = 0, day_of.get(0), False, _at(Door())
    for gathering_id, person, counted_as, (themselves, said) in check_ins:
        if gathering_id != at:  # Mostly those of one gathering come one after another.
            at, day, is_near = gathering_id, day_of.get(gathering_id), gathering_id in closely
            if is_near:
                note_at_door = _at(doors.setdefault(gathering_id, Door()))
        if day is None or counted_as != RESIDENT:
            continue
        who = NOBODY if person is None else numbers[person]
        if is_near:
            note_door_who, note_door_themselves, note_door_said = note_at_door
            note_door_who(who)
            note_door_themselves(themselves)
            note_door_said(said)
        if who >= 0:
            note_who(who)
            note_day(day)
            note_gathering(gathering_id)
            note_themselves(themselves)
    visits.people = len(numbers)
    return visits


def _at(
    door: Door,
) -> tuple[Callable[[int], None], Callable[[int], None], Callable[[Said], None]]:
    return door.who.append, door.themselves.append, door.said.append


def said_by(doors: Iterable[Door]) -> list[Said]:
    """What each person told at one activity that was logged at these doors, once per person.

    Of people without a key nobody can tell whether they stand at two doors: those of the door
    where most of them told something.
    """
    by_person: dict[int, Said] = {}
    nameless: list[Said] = []
    for door in doors:
        without = []
        for who, said in zip(door.who, door.said, strict=True):
            if said is NOTHING:
                continue
            if who == NOBODY:
                without.append(said)
            else:
                by_person.setdefault(who, said)
        nameless = max(nameless, without, key=len)
    return [*by_person.values(), *nameless]
