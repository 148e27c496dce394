"""What a number was made of: for each indicator its rows, one per activity, partner or area.

The scoring adds up these rows, so that a page that shows them shows what was counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from community.meetlat.engine.aggregates import Aggregates, Area, Occasion, Organisation
from community.meetlat.engine.standard import Rules

#: Who may begin what counts as an initiative of residents (O7).
RESIDENTS = frozenset({"resident", "group"})


@dataclass(frozen=True, slots=True)
class Row:
    """What one activity or partner brings: `part` of `whole`. Not every row counts for 1."""

    no: int  #: Its place in `Aggregates.occasions` or `Aggregates.organisations`.
    part: float
    whole: float


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One PC4, or those with few inhabitants together. Never show `taking_part` under 5."""

    places: tuple[str, ...]
    inhabitants: int
    taking_part: int
    reached: bool


def rows(code: str, aggregates: Aggregates, rules: Rules) -> tuple[Row, ...]:
    """The rows of an indicator, in the order of the aggregates.

    Activities for O1 (as people said themselves), O3, O4, O6, O7, S2, S5 and S7; partners for S1,
    S3, S4 and S6. None for what is made of people (O2, O5), areas (`places`) or opinions (S8).
    """
    made = _MADE_OF.get(code)
    return tuple(made(aggregates, rules)) if made else ()


def _first_time(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    for no, one in _by_person(aggregates):
        if said := one.first_time + one.been_before:
            yield Row(no, one.first_time, said)


def _met_someone(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    """Only where everybody was asked or the lot fell: an activity picked by hand does not count."""
    for no, one in _by_person(aggregates):
        if one.pulse in {"always", "lot"}:
            yield Row(no, one.pulse_met_someone, one.pulse_answers)


def _mixed(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    """`whole` is what the activity weighs; `part` is that times how mixed it was, at most 1."""
    area = diversities(aggregates.area)
    unknown = not any(area.values())
    for no, one in _by_person(aggregates):
        known = [
            (number, simpson(counts) / against if against else 0.0)
            for counts, against in ((one.ages, area["ages"]), (one.places, area["places"]))
            if (number := sum(counts.values())) >= rules.profiles and (against or unknown)
        ]
        if known:
            weight = min(max(known)[0], rules.audience)
            # The mean is held at 1, not each trait by itself: so does `meetlat_sim.score`.
            mixed = min(1.0, sum(ratio for _, ratio in known) / len(known))
            yield Row(no, weight * mixed, weight)


def _harvested(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    for no, one in enumerate(aggregates.occasions):
        if one.conversational:
            yield Row(no, 1 if one.harvest else 0, 1)


def _begun(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    """Of what one initiator began together no more counts than a quarter of all initiatives.

    Who is not known apart, as with a sensitive activity, counts as one.
    """
    begun = initiatives(aggregates.occasions)
    most = rules.initiator_share * begun.total()
    for no, one in enumerate(aggregates.occasions):
        if one.initiator in RESIDENTS:
            own = begun[one.initiator_no]
            yield Row(no, min(1.0, most / own), 1)
        else:
            yield Row(no, 0, 1)


def _returned_favour(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    for no, one in joint(aggregates):
        brought = any(share.confirmed and share.brought for share in one.partners)
        yield Row(no, 1 if brought else 0, 1)


def _without_largest(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    largest = set(largest_partners(aggregates, rules.largest_partners))
    for no, one in joint(aggregates):
        yield Row(no, 0 if largest & _organisations(one) else 1, 1)


def _several_teams(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    for no, one in joint(aggregates):
        yield Row(no, 1 if one.teams >= rules.teams and one.front_line else 0, 1)


def _deep(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    for no, one in active(aggregates):
        yield Row(no, 1 if step(one) >= 3 else 0, 1)


def _sectors(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    for no, _ in active(aggregates):
        yield Row(no, 1, 1)


def _stayed(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    """Only activities made together count, before as well as now."""
    for no, one in enumerate(aggregates.organisations):
        if one.joint_before:
            yield Row(no, 1 if one.joint else 0, 1)


def _linked(aggregates: Aggregates, rules: Rules) -> Iterator[Row]:
    """Made something with another partner that both confirmed."""
    linked: set[int] = set()
    for _, one in joint(aggregates):
        confirmed = {share.organisation for share in one.partners if share.confirmed}
        if len(confirmed) > 1:
            linked |= confirmed
    for no, organisation in active(aggregates):
        yield Row(no, 1 if organisation.no in linked else 0, 1)


_MADE_OF = {
    "O1": _first_time, "O3": _met_someone, "O4": _mixed, "O6": _harvested, "O7": _begun,
    "S1": _deep, "S2": _returned_favour, "S3": _sectors, "S4": _stayed, "S5": _without_largest,
    "S6": _linked, "S7": _several_teams,
}  # fmt: skip


def places(aggregates: Aggregates, rules: Rules) -> tuple[PlaceRow, ...]:
    """Every PC4 of the working area, those with few inhabitants together as one (O8).

    Reached: participations per inhabitant at least a quarter of the mean of the whole area, and
    five or more. Who comes from outside the area is not counted here.
    """
    taking_part: Counter[str] = Counter()
    for _, one in _by_person(aggregates):
        taking_part.update(one.places)
    merged = _merged(aggregates.area.places, rules.merge_places_under)
    counted = [
        (codes, people, sum(taking_part[code] for code in codes)) for codes, people in merged
    ]
    inhabitants = sum(people for _, people, _ in counted)
    everybody = sum(count for _, _, count in counted)
    return tuple(
        # count / people >= share * everybody / inhabitants, without dividing
        PlaceRow(
            codes,
            people,
            count,
            count >= rules.reached_from
            and count * inhabitants >= rules.reached_share * everybody * people,
        )
        for codes, people, count in counted
    )


def _merged(inhabitants: Mapping[str, int], under: int) -> list[tuple[tuple[str, ...], int]]:
    """Small places become one; while that is small still, the smallest of the others joins it."""
    by_size = sorted((people, code) for code, people in inhabitants.items())
    small: list[str] = []
    together = 0
    while by_size and (by_size[0][0] < under or (small and together < under)):
        people, code = by_size.pop(0)
        small.append(code)
        together += people
    each: list[tuple[tuple[str, ...], int]] = [((code,), people) for people, code in by_size]
    if small:
        each.append((tuple(sorted(small)), together))
    return sorted(each)


def simpson(counts: Mapping[str, int]) -> float:
    """The chance that two different people out of these are of different groups, 0 to 1.

    0 for fewer than two people. Source: Simpson, Measurement of Diversity, Nature 163 (1949), the
    unbiased form.
    """
    n = sum(counts.values())
    if n < 2:
        return 0.0
    return 1 - sum([count * (count - 1) for count in counts.values()]) / (n * (n - 1))


def diversities(area: Area) -> dict[str, float]:
    """Of the working area, by `ages` and by `places`; 0 where it is not known."""
    return {"ages": simpson(area.ages), "places": simpson(area.places)}


def initiatives(occasions: Iterable[Occasion]) -> Counter[int | None]:
    """How many activities each resident or group began."""
    return Counter(one.initiator_no for one in occasions if one.initiator in RESIDENTS)


def joint(aggregates: Aggregates) -> Iterator[tuple[int, Occasion]]:
    """The activities made with a partner, with their numbers."""
    return ((no, one) for no, one in enumerate(aggregates.occasions) if one.partners)


def active(aggregates: Aggregates) -> Iterator[tuple[int, Organisation]]:
    """The partners with an activity or a contact in the period, with their numbers."""
    return (
        (no, one) for no, one in enumerate(aggregates.organisations) if one.joint or one.contacts
    )


def step(organisation: Organisation) -> int:
    """How deep we work together, 0 to 4, from evidence (S1): the ladder of `partners.depth`."""
    if not organisation.joint:
        return 1 if organisation.contacts else 0
    if not organisation.brought_and_confirmed:
        return 2
    return 4 if organisation.goal_complete else 3


def largest_partners(aggregates: Aggregates, number: int) -> Sequence[int]:
    """Who made the most activities with us; of equals the one with the lowest number."""
    made: Counter[int] = Counter()
    for _, one in joint(aggregates):
        made.update(_organisations(one))
    return sorted(made, key=lambda organisation: (-made[organisation], organisation))[:number]


def _organisations(occasion: Occasion) -> set[int]:
    return {share.organisation for share in occasion.partners}


def _by_person(aggregates: Aggregates) -> Iterator[tuple[int, Occasion]]:
    """Of what is sensitive heads are counted, and nothing about the people."""
    return ((no, one) for no, one in enumerate(aggregates.occasions) if not one.sensitive)
