"""Towns of chance: what the engine counts is what the slow reference counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from community.meetlat.engine.aggregates import Area
from community.meetlat.engine.measuring import measure
from community.meetlat.engine.stored import dump
from community.meetlat.engine.told import (
    NO_KEY,
    Before,
    CheckIns,
    Row,
    Said,
    Told,
    came,
    window,
)
from tests.meetlat import plain_count as reference
from tests.meetlat.plain_count import Fact, Guest
from tests.meetlat.rows import closed, moment, row

NOWHERE = Area(ages={}, places={})

UNTIL = date(2026, 6, 30)
SINCE = date(2025, 7, 1)
AGES = ("0-12", "65+", None)


def a_town(chance: Random) -> list[Fact]:
    """Few people, few days and narrow rooms, so that everything happens to everybody."""
    near = [*chance.sample(range(730), 8), 0, 1, 180, 181, 364, 365]
    return [_a_fact(number, chance, near) for number in range(1, chance.randrange(2, 40))]


def _a_fact(number: int, chance: Random, near: list[int]) -> Fact:
    circle = chance.sample(range(14), chance.randrange(8))
    guests = [_a_guest(person, chance) for person in circle]
    guests += [_a_guest(None, chance) for _ in range(chance.randrange(3))]
    acts = ("join", "join", "leave", "confirm", "confirm", "dispute")
    return Fact(
        id=number,
        day=UNTIL - timedelta(days=chance.choice(near)),
        hour=chance.choice((10, 11, 14)),
        branch=chance.choice((1, 1, 2)),
        series=chance.choice((None, 1, 1, 2)),
        kind=chance.choice(("conversation", "lecture")),
        heads=chance.choice((3, 5, 25, 26)),
        guests=tuple(guests),
        cards=Counter(chance.choices(("0-12", "65+"), k=chance.randrange(5))),
        pulse=tuple(chance.choices(range(1, 6), k=chance.randrange(4))),
        texts=tuple(chance.sample("abcdef", chance.randrange(3))),
        acts=tuple(
            (chance.choice((1, 2)), chance.choice(acts), chance.randrange(2))
            for _ in range(chance.randrange(6))
        ),
    )


def _a_guest(person: int | None, chance: Random) -> Guest:
    return Guest(
        person=person,
        role=chance.choice(("resident",) * 8 + ("staff", "volunteer")),
        minutes=chance.choice((0, 0, 0, 0, -60, -61, 150, 151, 1440)),
        age=chance.choice(("0-12", "65+", None)),
        first=chance.choice((None, True, False)),
        undone=chance.random() < 0.15,
    )


class Log:
    """The rows that these facts leave behind, in any order."""

    def __init__(self, town: list[Fact], order: int) -> None:
        chance = Random(order)  # noqa: S311
        self.closed: list[Row] = []
        self.before: list[Before] = []
        self.check_ins: list[CheckIns] = []
        self.cards: list[Row] = []
        self.pulse: list[Row] = []
        self.texts: list[Row] = []
        self.joined: list[Row] = []
        self.confirmed: list[Row] = []
        self.disputed: list[Row] = []
        for fact in town:
            self._tell(fact)
        for rows in vars(self).values():
            chance.shuffle(rows)

    def _tell(self, fact: Fact) -> None:
        self._tell_of_the_people(fact)
        self._tell_of_the_notes(fact)
        for partner, act, amount in fact.acts:
            self._act(fact, partner, act, amount)

    def _tell_of_the_people(self, fact: Fact) -> None:
        day = fact.day
        if day < SINCE:
            self.before.append(Before(fact.id, fact.id, day))
        else:
            # Counted wrongly at first, and put right.
            for heads in (fact.heads + 7, fact.heads):
                self.closed.append(
                    closed(fact.id, day, ends=fact.hour + 1, minutes=90, heads=heads,
                           branch_id=fact.branch, series_id=fact.series, kind=fact.kind)
                )  # fmt: skip
        for role in sorted({guest.role for guest in fact.guests}):
            there = [guest for guest in fact.guests if guest.role == role and not guest.undone]
            # A gathering comes by more than once, as from a log that is read by the day.
            self.check_ins += [
                _check_ins(fact, role, some) for some in (there[:2], there[2:]) if some
            ]

    def _tell_of_the_notes(self, fact: Fact) -> None:
        day = fact.day
        for counts in ({"65+": 40}, fact.cards):
            details: dict[str, Any] = {
                "first_time": {},
                "age_class": {**counts, "unsaid": 3},
                "pc4": {},
            }
            self.cards.append(row(moment(day), gathering_id=fact.id, details=details))
        for choice in fact.pulse:
            details = {"answers": [choice, None, 1]}
            self.pulse.append(row(moment(day), gathering_id=fact.id, details=details))
        for text in fact.texts:
            details = {"kind": "idea", "fingerprint": text}
            self.texts.append(row(moment(day), gathering_id=fact.id, details=details))

    def _act(self, fact: Fact, partner: int, act: str, amount: int) -> None:
        brought = {"hours": 0.0, "room": False, "money": amount}
        which = {"sector": "care", "organisation": f"partner {partner}"}
        where = {"gathering_id": fact.id, "partner_id": partner}
        line = {"what": "gathering", "goal_id": None, "was_there": True, **brought}
        if act in {"join", "leave"}:
            self.joined.append(
                row(moment(fact.day), **where, quantity=int(act == "join"),
                    details={**brought, **which})
            )  # fmt: skip
        else:
            answers = self.confirmed if act == "confirm" else self.disputed
            answers.append(row(moment(fact.day), **where, details=line))

    def told(self) -> Told:
        return Told(
            closed=self.closed, closed_before=self.before, check_ins=self.check_ins,
            tallied=self.cards, answered=self.pulse, harvested=self.texts, joined=self.joined,
            confirmed=self.confirmed, disputed=self.disputed,
        )  # fmt: skip


def _check_ins(fact: Fact, role: str, guests: Sequence[Guest]) -> CheckIns:
    keys = [NO_KEY if guest.person is None else f"key {guest.person}" for guest in guests]
    cames = [came(guest.minutes, 90, Said(guest.first, guest.age, None)) for guest in guests]
    return CheckIns(fact.id, role, keys, cames)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_town_of_chance_comes_out_as_the_reference_says(number):
    town = a_town(Random(number))  # noqa: S311
    log = Log(town, number)
    found = measure(log.told(), window(UNTIL), NOWHERE)
    expected = reference.people(town, SINCE, UNTIL)
    assert {name: getattr(found.people, name) for name in expected} == expected

    groups = reference.activities(town, SINCE, UNTIL)
    assert [one.gathering_ids for one in found.occasions] == [
        tuple(fact.id for fact in group) for group in groups
    ]
    seen: set[str] = set()
    first_at = {}
    for fact in sorted(town, key=lambda fact: (fact.day, fact.id)):
        first_at[fact.id] = set(fact.texts) - seen
        seen |= set(fact.texts)
    for one, group in zip(found.occasions, groups, strict=True):
        assert one.head_count == max(fact.heads for fact in group)
        assert one.checked_in == len(set().union(*(fact.people for fact in group)))
        assert one.ages == reference.ages(group)
        assert one.pulse_answers == sum(len(fact.pulse) for fact in group)
        assert one.pulse_met_someone == sum(n >= 4 for fact in group for n in fact.pulse)
        assert one.harvest == len(set().union(*(first_at[fact.id] for fact in group)))
        assert _partners(found, one) == _expected_partners(group)
    again = measure(Log(town, number + 1).told(), window(UNTIL), NOWHERE)
    assert again.people == found.people
    assert dump(measure(log.told(), window(UNTIL), NOWHERE)) == dump(found)


def _partners(found, one):
    known = {each.no: each.partner_ids[0] for each in found.organisations}
    return {known[share.organisation]: share.confirmed for share in one.partners}


def _expected_partners(group):
    together: dict[int, bool] = {}
    for fact in group:
        for partner, confirmed in reference.partners(fact).items():
            together[partner] = together.get(partner, False) or confirmed
    return together
