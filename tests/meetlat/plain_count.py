"""What the meetlat counts, worked out slowly from plain facts: nothing here is shared with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations


@dataclass(frozen=True)
class Guest:
    person: int | None  #: None: without a name.
    role: str
    minutes: int  #: From the start.
    age: str | None
    first: bool | None
    undone: bool


@dataclass(frozen=True)
class Fact:
    """What really happened at one gathering."""

    id: int
    day: date
    hour: int
    branch: int
    series: int | None
    kind: str
    heads: int
    guests: tuple[Guest, ...]
    cards: Counter[str] = field(default_factory=Counter)  #: Age classes on tally cards.
    pulse: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    #: What was done with a partner here, in order: bring an amount, leave, confirm, dispute.
    acts: tuple[tuple[int, str, int], ...] = ()

    @property
    def there(self) -> list[Guest]:
        return [g for g in self.guests if not g.undone and g.role == "resident"]

    @property
    def people(self) -> set[int]:
        return {g.person for g in self.there if g.person is not None}

    @property
    def themselves(self) -> set[int]:
        """Within an hour before the start and an hour after the end, an hour and a half later."""
        return {g.person for g in self.there if g.person is not None and -60 <= g.minutes <= 150}


def same(known: list[Fact], new: Fact) -> bool:
    first = known[0]
    if (first.day, first.branch, first.series) != (new.day, new.branch, new.series):
        return False
    before = set().union(*(one.people for one in known))
    if before and new.people:
        return len(before & new.people) / min(len(before), len(new.people)) >= 0.6
    begins, ends = min(one.hour for one in known), max(one.hour for one in known) + 1.5
    overlap = begins < new.hour + 1.5 and new.hour < ends
    return overlap and (new.series is not None or first.kind == new.kind)


def activities(facts: list[Fact], since: date, until: date) -> list[list[Fact]]:
    found: list[list[Fact]] = []
    for fact in sorted(facts, key=lambda f: (f.day, f.hour, f.id)):
        if not since <= fact.day <= until:
            continue
        for known in found:
            if same(known, fact):
                known.append(fact)
                break
        else:
            found.append([fact])
    return found


def people(facts: list[Fact], since: date, until: date) -> dict[str, int]:
    """O1, O2 and O5, everybody and every pair one by one."""
    known = [f for f in facts if f.day <= until]
    joined = activities(facts, since, until)
    unique = set().union(*(f.people for group in joined for f in group))
    first: dict[int, date] = {}
    for fact in known:
        for person in fact.people:
            first[person] = min(fact.day, first.get(person, fact.day))
    cohort_until = until - timedelta(days=180)
    cohort_since = cohort_until.replace(year=cohort_until.year - 1) + timedelta(days=1)
    cohort = {p for p, day in first.items() if cohort_since <= day <= cohort_until}
    returned = {
        p for p in cohort for f in known
        if p in f.themselves and 0 < (f.day - first[p]).days <= 180
    }  # fmt: skip
    pairs: dict[tuple[int, int], set[date]] = {}
    for group in joined:
        everybody = set().union(*(f.people for f in group))
        if max(len(everybody), *(f.heads for f in group)) > 25:
            continue
        for pair in combinations(sorted(set().union(*(f.themselves for f in group))), 2):
            pairs.setdefault(pair, set()).add(group[0].day)
    faces: Counter[int] = Counter()
    for pair, days in pairs.items():
        if any(0 < abs((a - b).days) <= 180 for a, b in combinations(days, 2)):
            faces.update(pair)
    return {
        "unique": len(unique),
        "new": sum(first[p] >= since for p in unique),
        "cohort": len(cohort),
        "returned": len(returned),
        "acquainted": sum(faces[p] >= 3 for p in unique),
    }


def ages(group: list[Fact]) -> Counter[str]:
    """By check-in once per person, or by card: whichever knows more."""
    told: dict[int, str] = {}
    nameless: list[list[Guest]] = []
    for fact in group:
        spoke = [g for g in fact.there if g.age is not None or g.first is not None]
        for guest in spoke:
            if guest.person is not None and guest.person not in told:
                told[guest.person] = guest.age or ""
        nameless.append([g for g in spoke if g.person is None])
    fullest = max(nameless, key=len)
    by_check_in = Counter(age for age in told.values() if age)
    by_check_in.update(g.age for g in fullest if g.age is not None)
    return max([by_check_in, *(f.cards for f in group)], key=lambda counts: counts.total())


def partners(fact: Fact) -> dict[int, bool]:
    """Who made it with us in the end, and whether that was confirmed with what it brings."""
    brings: dict[int, int] = {}
    confirmed: dict[int, int | None] = {}
    for partner, act, amount in fact.acts:
        if act == "join":
            brings[partner] = amount
        elif act == "leave":
            brings.pop(partner, None)
        elif act == "confirm":
            confirmed[partner] = amount
        else:
            confirmed[partner] = None
    return {partner: confirmed.get(partner) == amount for partner, amount in brings.items()}
