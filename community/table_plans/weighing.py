"""How good an arrangement is, what a change of it does, and which change would help. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from community.matching.engine.tables.figures import measure
from community.matching.engine.tables.problem import Figures, TablesProblem
from community.table_plans import arrangement, wishes
from community.table_plans.models import Rounds
from community.table_plans.wishes import Standing, Wish

#: Above this many people weighing every swap beforehand keeps somebody waiting.
MOST_WEIGHED = 150
#: So many swaps are tried to mend one wish.
MOST_TRIED = 300
#: So many broken wishes are mended at once.
MOST_POLISHED = 5
#: Told apart from wishes: what a plan is, whoever wants what.
_OF_THE_PLAN = frozenset({"host", "stay", "size", "together"})

Weigh = Callable[[Rounds], "Weighed"]


@dataclass(frozen=True, slots=True)
class Weighed:
    figures: Figures
    standings: Sequence[Standing]

    @property
    def broken(self) -> dict[int, Wish]:
        return {
            each.wish.id: each.wish
            for each in self.standings
            if not each.holds and not each.wish.given_up
        }

    @property
    def faults(self) -> set[tuple[str, ...]]:
        """What does not hold of the set-up itself: hosts, sizes, parties."""
        noted = {each.wish.as_engine for each in self.standings}
        return {
            tuple(fault)
            for fault in self.figures.violations
            if fault[0] in _OF_THE_PLAN and tuple(fault) not in noted
        }

    @property
    def misfits(self) -> int:
        return sum(self.figures.misfits.values())

    @property
    def badness(self) -> tuple[int, int, int]:
        """Less is better: wishes and faults first, then who meets again, then the mix."""
        return len(self.broken) + len(self.faults), self.figures.repeats, self.misfits


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: what it breaks and mends, and the rest in numbers; below 0 is better."""

    broken: Sequence[Wish]
    mended: Sequence[Wish]
    faults: int
    repeats: int
    misfits: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return len(self.broken) - len(self.mended) + self.faults, self.repeats, self.misfits

    @property
    def helps(self) -> bool:
        return self.rank < (0, 0, 0)

    @property
    def harms(self) -> bool:
        return self.rank > (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Mend:
    """A swap after which a wish holds, and what else it does."""

    round: int
    who: str
    other: str
    effect: Effect | None = None

    @property
    def is_free(self) -> bool:
        """Whether nothing gets worse by it."""
        does = self.effect
        return does is not None and not does.broken and max(does.rank[1:], (0, 0)) == (0, 0)


def scales(problem: TablesProblem, wanted: Sequence[Wish], speaks: Mapping[str, set[str]]) -> Weigh:
    """What weighs arrangements of these people."""
    return partial(_weigh, problem, wanted, speaks)


def _weigh(
    problem: TablesProblem,
    wanted: Sequence[Wish],
    speaks: Mapping[str, set[str]],
    rounds: Rounds,
) -> Weighed:
    return Weighed(measure(problem, rounds), wishes.look(wanted, rounds, speaks))


def effect(before: Weighed, after: Weighed) -> Effect:
    was, will = before.broken, after.broken
    return Effect(
        broken=[wish for id_, wish in will.items() if id_ not in was],
        mended=[wish for id_, wish in was.items() if id_ not in will],
        faults=len(after.faults) - len(before.faults),
        repeats=after.figures.repeats - before.figures.repeats,
        misfits=after.misfits - before.misfits,
    )


def swaps(
    weigh: Weigh, rounds: Rounds, number: int, who: str, locked: Collection[str]
) -> dict[str, Effect]:
    """For everybody at another table in this round: what swapping with them does."""
    now, at = weigh(rounds), arrangement.where(rounds)[number]
    return {
        other: effect(now, weigh(arrangement.swapped(rounds, number, who, other)))
        for other, table in at.items()
        if table != at[who] and other not in locked
    }


def mend(weigh: Weigh, rounds: Rounds, broken: Wish, locked: Mapping[int, set[str]]) -> Mend | None:
    """The best swap by which this wish holds, if there is one that breaks no other."""
    now = weigh(rounds)
    found: list[tuple[tuple[int, int, int], int, Mend]] = []
    for tried, swap in enumerate(_candidates(rounds, broken, locked)):
        if tried >= MOST_TRIED:
            break
        after = weigh(arrangement.swapped(rounds, swap.round, swap.who, swap.other))
        if broken.id not in after.broken and after.badness < now.badness:
            found.append((after.badness, tried, replace(swap, effect=effect(now, after))))
    return min(found, key=lambda each: each[:2])[2] if found else None


def polished(weigh: Weigh, rounds: Rounds) -> Rounds:
    """The same with broken wishes mended, as far as that makes nothing else worse.

    For small wishes, which the engine weighs last.
    """
    if len(arrangement.where(rounds)[0]) > MOST_WEIGHED:
        return rounds
    for wanted in list(weigh(rounds).broken.values())[:MOST_POLISHED]:
        found = mend(weigh, rounds, wanted, {})
        if found is not None and found.is_free:
            rounds = arrangement.swapped(rounds, found.round, found.who, found.other)
    return rounds


def _candidates(rounds: Rounds, broken: Wish, locked: Mapping[int, set[str]]) -> Iterator[Mend]:
    """Whoever the wish is about changes seats with anybody at another table."""
    for number, at in enumerate(arrangement.where(rounds)):
        held = locked.get(number, set())
        for who in filter(None, (broken.first, broken.second)):
            if who not in at or who in held:
                continue
            for other, table in at.items():
                if table != at[who] and other not in held:
                    yield Mend(number, who, other)


def covered(standings: Sequence[Standing], rounds: Rounds) -> dict[str, tuple[int, int]]:
    """Per language: at how many tables somebody speaks it, of those where it is needed."""
    needs: dict[str, dict[tuple[int, int], bool]] = {}
    for number, at in enumerate(arrangement.where(rounds)):
        for each in standings:
            key = each.wish.first
            if each.wish.tongue and not each.wish.given_up and key in at:
                tables = needs.setdefault(each.wish.tongue, {})
                spot = (number, at[key])
                tables[spot] = tables.get(spot, True) and number in each.rounds
    return {tongue: (sum(tables.values()), len(tables)) for tongue, tables in needs.items()}
