"""The synthetic towns of the design, as a log would tell of them.

A town of 20,000 in five age classes and ten postcodes: a healthy mix, where six in ten of every
group come back; a closed club of 45 older people from three streets; mass lectures for ninety. The
chances are drawn in the order of `meetlat_sim.py`, so that the figures can be held against its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from community.meetlat.engine.aggregates import Aggregates, Area, Period
from community.meetlat.engine.measuring import measure
from community.meetlat.engine.told import CheckIns, Said, Told, Window, came
from tests.meetlat.rows import closed

FIRST = date(2025, 1, 1)

#: A gathering of the simulation: the people of it, on which day, and whether they checked in.
RESIDENTS, YEAR, WARM_UP = 20_000, 365, 90


@dataclass(frozen=True)
class Event:
    day: int
    place: int
    series: int
    people: tuple[int, ...]
    themselves: bool = True


@dataclass(frozen=True)
class Town:
    people: list[tuple[int, int]]  #: Age class and postcode of each.
    events: list[Event]
    staff: frozenset[int] = frozenset()


def town(kind: str, events: int = 240) -> Town:
    chance = Random(7)  # noqa: S311
    people = [(min(4, int(chance.random() * 5)), int(chance.random() * 10))
              for _ in range(RESIDENTS)]  # fmt: skip
    regulars = chance.sample(range(RESIDENTS), 1500)
    club = [one for one in regulars if people[one][0] == 4 and people[one][1] < 3][:45]
    made = []
    for _ in range(events):
        day, series = chance.randrange(YEAR), chance.randrange(20)
        size = max(4, int(chance.gauss(14, 5)))
        if kind == "club":
            there = chance.sample(club, min(size, 30))
        elif kind == "lecture":
            there = chance.sample(range(RESIDENTS), 90)
        else:
            known = int(size * 0.6)
            there = chance.sample(regulars[series * 60 : (series + 1) * 60], known)
            there += chance.sample(range(RESIDENTS), size - known)
        made.append(Event(day, series % 4, series, tuple(set(there))))
    return Town(people, made)


def four_times(of: Town) -> Town:
    """Every activity logged four times."""
    return replace(of, events=[event for event in of.events for _ in range(4)])


def typed_over(of: Town) -> Town:
    """Every list typed over the next day, as another activity."""
    again = [replace(event, day=event.day + 1, themselves=False) for event in of.events]
    return replace(of, events=[each for pair in zip(of.events, again, strict=True)
                               for each in pair])  # fmt: skip


def with_staff(of: Town, *, marked: bool) -> Town:
    """Five of the staff at every activity."""
    five = tuple(range(RESIDENTS, RESIDENTS + 5))
    return Town(
        [*of.people, *((number, number) for number in range(5))],
        [replace(event, people=event.people + five) for event in of.events],
        frozenset(five) if marked else frozenset(),
    )


def measured(of: Town) -> Aggregates:
    """With the simulation's settings: three people or more, ninety days of warming up."""

    def day(number: int) -> date:
        return FIRST + timedelta(days=number)

    everybody = of.people[:RESIDENTS] if of.staff else of.people
    return measure(
        Told(
            closed=[
                closed(number, day(event.day), branch_id=event.place, series_id=event.series,
                       heads=len(set(event.people) - of.staff))
                for number, event in enumerate(of.events, start=1)
            ],
            check_ins=_check_ins(of),
        ),
        Window(
            # A list that is typed over after the last day still counts, as in the simulation.
            period=Period(FIRST, day(YEAR)),
            new_from=day(WARM_UP),
            cohort=Period(day(WARM_UP), day(185)),
            together_days=YEAR,
            least_people=3,
        ),
        Area(
            ages=Counter(str(age) for age, _place in everybody),
            places=Counter(str(place) for _age, place in everybody),
        ),
    )  # fmt: skip


def _check_ins(of: Town) -> Iterable[CheckIns]:
    for number, event in enumerate(of.events, start=1):
        for person in event.people:
            age, place = of.people[person]
            role = "staff" if person in of.staff else "resident"
            minutes = 0 if event.themselves else 24 * 60
            how = came(minutes, 90, Said(None, str(age), str(place)))
            yield CheckIns(number, role, [f"{person}"], [how])
