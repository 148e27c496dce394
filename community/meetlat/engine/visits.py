"""Who was where, as numbers: keys are numbered as they come by, and forgotten after.

Staff, and volunteers while on duty, are no visitors: the mark on the row says what they were at
that moment.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import compress

from community.meetlat.engine.told import NO_KEY, NOTHING, RESIDENT, CheckIns, Said

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
    check_ins: Iterable[CheckIns], day_of: Mapping[int, int], closely: Container[int]
) -> Visits:
    """Go through the check-ins once. What was never closed did not take place, as far as we know.

    `day_of`: of each gathering the ordinal of its day; `closely`: those of the period.
    """
    visits, numbers = Visits(), _Numbers()
    for gathering_id, counted_as, keys, came in check_ins:
        day = day_of.get(gathering_id)
        if day is None or counted_as != RESIDENT:
            continue
        # By columns: every step here is one for all who came.
        who = array("i", map(numbers.__getitem__, keys))
        own, said = zip(*came, strict=True)
        themselves = bytes(own)
        if gathering_id in closely:
            door = visits.doors.setdefault(gathering_id, Door())
            door.who += who
            door.themselves += themselves
            door.said += said
        if NOBODY in who:
            known = [number >= 0 for number in who]
            who, themselves = array("i", compress(who, known)), bytes(compress(themselves, known))
        visits.who += who
        visits.day += array("i", (day,)) * len(who)
        visits.gathering += array("i", (gathering_id,)) * len(who)
        visits.themselves += themselves
    visits.people = len(numbers) - 1
    return visits


class _Numbers(dict[str, int]):
    """Of each key a number, in the order in which they come by."""

    def __init__(self) -> None:
        super().__init__({NO_KEY: NOBODY})

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self) - 1
        return number


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
