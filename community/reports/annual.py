"""The annual report: what a library did in a year, beside the two before. Counts, no scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.areas import queries as areas
from community.areas.area import Area
from community.areas.visitors import AgeClass
from community.gatherings.kinds import CoreFunction, Initiator
from community.libraries.models import Library
from community.meetlat.engine.suppression import Column, Table, protect, protect_column
from community.partners.models import Sector
from community.reports import queries
from community.reports.national import by_sector
from community.reports.places import Place, Whereabouts
from community.reports.queries import Held, Told
from community.reports.years import Year

#: Of so many years: the year itself, and what was before.
TREND = 3
#: Fewer people than this are not told of (MEETLAT.md, rule 10).
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of activities, and of those who were there."""

    activities: int = 0
    people: int = 0
    estimated: int = 0  #: Of those people, by an estimate.
    joint: int = 0  #: Activities that at least one partner made with us …
    begun: int = 0  #: … and those that residents or a group began.

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.activities + other.activities,
            self.people + other.people,
            self.estimated + other.estimated,
            self.joint + other.joint,
            self.begun + other.begun,
        )


#: Per year, the oldest first; None: before there was anything in the log.
Trend = tuple[Figures | None, ...]


@dataclass(frozen=True, slots=True)
class District:
    name: str
    trend: Trend


@dataclass(frozen=True, slots=True)
class Municipality:
    place: Place  #: Without its district.
    trend: Trend
    districts: tuple[District, ...]  #: None when all is in one of which nobody said the name.


@dataclass(frozen=True, slots=True)
class FirstTime:
    """Who said to be there for the first time, per municipality; as far as it may be shown."""

    places: tuple[Place, ...]
    table: Table  #: First time, been before.


@dataclass(frozen=True, slots=True)
class Annual:
    year: Year
    years: tuple[Year, ...]
    trend: Trend
    municipalities: tuple[Municipality, ...]
    functions: tuple[tuple[CoreFunction, Figures], ...]
    sectors: tuple[tuple[Sector, int, int], ...]
    partners: int
    first_time: FirstTime | None  #: None: nobody was asked.
    ages: Column | None
    area: Area

    @property
    def figures(self) -> Figures:
        return self.trend[-1] or Figures()


def report(session: Session, library: Library, year: Year) -> Annual:
    """Everything of the year but its stories."""
    years = tuple(year.before(back) for back in reversed(range(TREND)))
    began = queries.first_year(session, library.id) or year.number
    area = areas.area(session, library.id)
    where = Whereabouts(queries.list_branches(session, library.id), area)
    held = queries.list_held(session, library.id, years[0], year)
    together = queries.list_together(session, library.id, year)
    told = queries.list_told(session, library.id, year)
    lasting = [each.number for each in years if each.number >= began]
    return Annual(
        year=year,
        years=years,
        trend=_trend(held, years, lasting),
        municipalities=tuple(_municipalities(held, where, years, lasting)),
        functions=tuple(_functions(held, year)),
        sectors=tuple(row for row in by_sector(together) if row[1]),
        partners=len({each.organisation for each in together}),
        first_time=_first_time(told, where),
        ages=_ages(told),
        area=area,
    )


def _trend(held: Iterable[Held], years: Sequence[Year], lasting: Sequence[int]) -> Trend:
    per_year = {number: Figures() for number in lasting}
    for each in held:
        if each.year in per_year:
            per_year[each.year] += _figures(each)
    return tuple(per_year.get(year.number) for year in years)


def _figures(one: Held) -> Figures:
    return Figures(
        activities=one.activities,
        people=one.people,
        estimated=one.estimated,
        joint=one.activities if one.joint else 0,
        begun=one.activities if one.initiator in (Initiator.RESIDENT, Initiator.GROUP) else 0,
    )


def _municipalities(
    held: Sequence[Held], where: Whereabouts, years: Sequence[Year], lasting: Sequence[int]
) -> Iterator[Municipality]:
    """By name; what was online or nobody knows where comes last."""
    at: dict[Place, dict[str, list[Held]]] = {}
    for each in held:
        place = where.of(each.branch_id, each.address, each.mode)
        at.setdefault(_whole(place), {}).setdefault(place.district, []).append(each)
    for place in sorted(at):
        districts = at[place]
        yield Municipality(
            place,
            _trend([each for those in districts.values() for each in those], years, lasting),
            tuple(
                District(name, _trend(districts[name], years, lasting))
                for name in sorted(districts, key=lambda name: (not name, name))
            )
            if set(districts) != {""}
            else (),
        )


def _whole(place: Place) -> Place:
    """The municipality of it."""
    return Place(place.sort, place.municipality)


def _functions(held: Iterable[Held], year: Year) -> Iterator[tuple[CoreFunction, Figures]]:
    """All five, as the law has them."""
    sums = dict.fromkeys(CoreFunction, Figures())
    for each in held:
        if each.year == year.number:
            sums[each.core_function] += _figures(each)
    yield from sums.items()


def _first_time(told: Sequence[Told], where: Whereabouts) -> FirstTime | None:
    sums: dict[Place, list[int]] = {}
    for each in told:
        place = _whole(where.of(each.branch_id, each.address, each.mode))
        row = sums.setdefault(place, [0, 0])
        row[0] += each.first_time
        row[1] += each.been_before
    places = tuple(sorted(place for place, row in sums.items() if any(row)))
    if not places:
        return None
    return FirstTime(places, protect([sums[place] for place in places], limit=SMALLEST))


def _ages(told: Sequence[Told]) -> Column | None:
    sums = [sum(each.ages[number] for each in told) for number in range(len(AgeClass))]
    return protect_column(sums, limit=SMALLEST) if any(sums) else None


def shares(area: Area) -> Mapping[str, int]:
    """Of a hundred people who live around the library, how many are in each age class."""
    return {age: round(100 * number / area.residents) for age, number in area.ages.items()}
