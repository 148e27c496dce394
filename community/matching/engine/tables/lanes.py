"""The inner loop of the search: all exchanges of one person at once, as lanes of one integer.

A *lane* is a field of bits, one per person, in an integer as wide as the hall. Adding two such
integers adds a number for every person in one step of the machine's own long arithmetic, so what
an exchange with each of the others would cost is known for the price of some twenty additions:
four microseconds for 40 partners, ten for 400.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log
from random import Random

from community.matching.engine.tables.coded import Coded, bits, union
from community.matching.engine.tables.rules import Rules
from community.matching.engine.tables.seating import REPEAT, Seating, outside

#: In lanes costs are whole numbers: a misfit is so many.
MISFIT = 3
_AGAIN = round(MISFIT * REPEAT)
#: Chances below e to the power of minus this are none.
_NO_CHANCE = 9.0


class Lanes:
    """What stays the same during a search."""

    def __init__(self, coded: Coded, rules: Rules, hottest: float) -> None:
        """`hottest`: the highest temperature, in misfits."""
        self.coded, self.rules = coded, rules
        self.people = len(coded.ids)
        values = [mask for attribute in coded.values for mask in attribute]
        most = max(most for _, most in coded.sizes)
        reach = 4 * MISFIT * len(coded.values) + _AGAIN * (2 * most + 4)
        reach += round(_NO_CHANCE * MISFIT * hottest) + 1
        self.width = reach.bit_length() + 1
        self.full = (1 << self.width) - 1
        self.ones = self.spread((1 << self.people) - 1)
        self.high = self.ones << self.width - 1  #: The highest bit of every lane.
        self.values = values
        self.having = [MISFIT * self.spread(mask) for mask in values]
        self.has = [[value for value, mask in enumerate(values) if mask >> who & 1]
                    for who in range(self.people)]  # fmt: skip
        self.before = [self.spread(mask) for mask in coded.before]
        #: Per person, full lanes of whom it counts to meet again.
        self.counted = [
            self.ones - self.spread(silent | 1 << who) for who, silent in enumerate(coded.silent)
        ]
        self.steps = cache(self._steps)
        # Most tables are what they were when this round was visited before.
        kept = 4 * len(coded.sizes) * coded.rounds
        self.lane_of = lru_cache(kept)(self.spread)
        self.table = lru_cache(kept)(self._table)

    def spread(self, people: int) -> int:
        """A set of people as a 1 in the lane of each."""
        return union(1 << self.width * who for who in bits(people))

    def _steps(self, size: int) -> list[list[tuple[int, int]]]:
        """Per value, by how many at such a table have it: what one fewer costs, and one more."""
        return [self._step(size, mask.bit_count()) for mask in self.values]

    def _step(self, size: int, share: int) -> list[tuple[int, int]]:
        wrong = [outside(count, size * share, self.people) for count in range(-1, size + 2)]
        return [
            (wrong[count] - wrong[count + 1], wrong[count + 2] - wrong[count + 1])
            for count in range(size + 1)
        ]

    def _table(self, there: int) -> Table:
        """What stands in the sums of a round for a table of these people."""
        size, at = there.bit_count(), self.lane_of(there)
        count = [(there & mask).bit_count() for mask in self.values]
        steps = [step[some] for step, some in zip(self.steps(size), count, strict=True)]
        fewer, more = [one for one, _ in steps], [one for _, one in steps]
        with_value = [having & at * self.full for having in self.having]
        either = [less + plus for less, plus in steps]
        return Table(
            at=at,
            count=count,
            wrong=sum(outside(some, size * mask.bit_count(), self.people)
                      for some, mask in zip(count, self.values, strict=True)),
            fewer=fewer,
            more=more,
            with_value=with_value,
            leave=_weighed(fewer, with_value),
            arrive=_weighed(more, self.having),
            join=[MISFIT * plus * at - both * known
                  for plus, both, known in zip(more, either, with_value, strict=True)],
            twice=[both * having for both, having in zip(either, self.having, strict=True)],
        )  # fmt: skip

    def sweep(
        self,
        seating: Seating,
        chance: Random,
        *,
        no: int,
        temperature: float,
        rows: int,
        calm: float,
    ) -> float:
        """In round `no`, so many times somebody may change tables with somebody; what it cost.

        Of the people with whom nothing is wrong, all but the share `calm` are passed over.

        An exchange that costs d is open with chance e^(−d / temperature); one of those that are is
        made. Without pair scores. Source: N. Metropolis et al. (1953); S. Kirkpatrick, C. D.
        Gelatt, M. P. Vecchi, Optimization by Simulated Annealing (1983).
        """
        pool = self.rules.singles[no]
        if len(pool) < 2:
            return 0.0
        here, random, total = _Round(self, seating, no), chance.random, 0
        heat, width, people = temperature * MISFIT, self.width, self.people
        most = _NO_CHANCE * heat
        for _ in range(rows):
            one = pool[int(random() * len(pool))]
            if random() >= calm and here.is_calm(one):
                continue
            worst = int(min(most, -heat * log(1 - random())))
            if worst <= here.closed.get(one, -1):
                continue
            cost = here.costs(one)
            opened = (self.high + worst * self.ones - cost) & here.partners(one)
            if not opened:
                here.closed[one] = worst
            else:
                beyond = width * int(random() * people)
                near = opened >> beyond << beyond or opened
                other = ((near & -near).bit_length() - 1) // width
                if here.may(one, other):
                    total += ((cost + self.high) >> width * other & self.full) - (1 << width - 1)
                    here.exchange(one, other)
        seating.look(no)
        return total / MISFIT


@dataclass(frozen=True, slots=True)
class Table:
    """A table as lanes: who sits there, and per value how many, in balance or not, and what the
    next step costs; `leave`, `arrive`, `join` and `twice` as in `_Round`, for this table alone."""

    at: int
    count: list[int]
    wrong: int
    fewer: list[int]
    more: list[int]
    with_value: list[int]
    leave: int
    arrive: int
    join: list[int]
    twice: list[int]


def _weighed(weights: Sequence[int], lanes: Sequence[int]) -> int:
    return sum(weight * lane for weight, lane in zip(weights, lanes, strict=True))


class _Round:
    """One round under the search, its tables as lanes; the other rounds stand still."""

    def __init__(self, lanes: Lanes, seating: Seating, no: int) -> None:
        self.lanes, self.rules = lanes, lanes.rules
        self.first = no * seating.tables
        self.sitting, self.table_of = seating.sitting, seating.table_of[no]
        self.pools = self.rules.partners(no)
        self.open: dict[int, int] = {}
        self.met = self._met(seating, no)
        self.people_met = seating.met_elsewhere(no)
        self.known: dict[int, list[int]] = {}  #: The same as a list, of whom it was asked.
        #: Until two change: what an exchange with each costs, and below what there is none.
        self.rows: dict[int, int] = {}
        self.closed: dict[int, int] = {}
        boards = self.sitting[self.first : self.first + seating.tables]
        tables = [lanes.table(there) for there in boards]
        self.at = [table.at for table in tables]  #: Who sits at each table.
        self.weigh = [_AGAIN * at for at in self.at]  #: What each weighs who has met somebody.
        self.again = [0 for _ in tables]  #: Per table, how many there each person has met.
        for who, table in enumerate(self.table_of):
            self.again[table] += self.met[who]
        self.steps = [lanes.steps(there.bit_count()) for there in boards]
        self.wrong = [table.wrong for table in tables]
        self.count = [list(table.count) for table in tables]
        self.fewer = [list(table.fewer) for table in tables]
        self.more = [list(table.more) for table in tables]
        self.with_value = [list(table.with_value) for table in tables]
        self._add_up(tables)

    def _met(self, seating: Seating, no: int) -> list[int]:
        """Per person, lanes of what a meeting with each of the others would weigh."""
        lanes = self.lanes
        met = list(lanes.before)
        for at, table_of in enumerate(seating.table_of):
            if at != no:
                first = at * seating.tables
                there = [lanes.lane_of(people)
                         for people in seating.sitting[first : first + seating.tables]]  # fmt: skip
                met = [known | there[table] for known, table in zip(met, table_of, strict=True)]
        return [_AGAIN * (known & counted)
                for known, counted in zip(met, lanes.counted, strict=True)]  # fmt: skip

    def _add_up(self, tables: Sequence[Table]) -> None:
        """The sums that a row is made of.

        `leave`: what each person's leaving their own table wins or costs. `arrive`: per table, what
        each person's coming would cost. `join`: per value, what somebody with it costs where each
        person sits now; `twice`: per table and value, what is counted too much between two people
        with the same value, who change nothing.
        """
        full = self.lanes.full
        self.meets = [again & at * full for again, at in zip(self.again, self.at, strict=True)]
        self.leave = sum(table.leave for table in tables) - sum(self.meets)
        self.arrive = [again + table.arrive
                       for again, table in zip(self.again, tables, strict=True)]  # fmt: skip
        self.join = [sum(some) for some in zip(*(table.join for table in tables), strict=True)]
        self.twice = [list(table.twice) for table in tables]

    def is_calm(self, one: int) -> bool:
        """Whether nothing is wrong with somebody's seat: their table mixed, nobody met before."""
        table = self.table_of[one]
        again = self.again[table] >> self.lanes.width * one & self.lanes.full
        return not self.wrong[table] and not again

    def costs(self, one: int) -> int:
        """Lanes of what the exchange with each of the others costs; nonsense at the same table."""
        if one in self.rows:
            return self.rows[one]
        lanes, table = self.lanes, self.table_of[one]
        twice, fewer, join = self.twice[table], self.fewer[table], self.join
        cost = self.leave + self.arrive[table] - 2 * self.met[one]
        own = 0
        for value in lanes.has[one]:
            cost += join[value] - twice[value]
            own += fewer[value]
        if one not in self.known:
            self.known[one] = list(bits(self.people_met[one]))
        weigh, table_of = self.weigh, self.table_of
        cost = sum([weigh[table_of[who]] for who in self.known[one]], cost)
        own = MISFIT * own - (self.again[table] >> lanes.width * one & lanes.full)
        self.rows[one] = cost + own * lanes.ones
        return self.rows[one]

    def partners(self, one: int) -> int:
        """The highest bits of the lanes of who sits elsewhere and may change with this one."""
        pool = self.pools[one]
        if id(pool) not in self.open:
            everybody = self.lanes.spread(union(1 << who for who in pool))
            self.open[id(pool)] = everybody << self.lanes.width - 1
        return self.open[id(pool)] & ~(self.at[self.table_of[one]] << self.lanes.width - 1)

    def may(self, one: int, other: int) -> bool:
        """Whether every honoured wish would still hold."""
        table, another = self.table_of[one], self.table_of[other]
        these = self.sitting[self.first + table] ^ 1 << one
        those = self.sitting[self.first + another] ^ 1 << other
        apart, kinds = self.lanes.coded.apart, self.rules.kinds
        if apart[one] & those or apart[other] & these:
            return False
        return kinds[one] == kinds[other] or (
            self.rules.hold(table, these | 1 << other)
            and self.rules.hold(another, those | 1 << one)
        )

    def exchange(self, one: int, other: int) -> None:
        """These two change tables, and every sum with them."""
        self.rows.clear()
        self.closed.clear()
        lanes, table, another = self.lanes, self.table_of[one], self.table_of[other]
        both = 1 << one | 1 << other
        self.table_of[one], self.table_of[other] = another, table
        self.sitting[self.first + table] ^= both
        self.sitting[self.first + another] ^= both
        moved = (1 << lanes.width * other) - (1 << lanes.width * one)
        self._move(table, moved, self.met[other] - self.met[one])
        self._move(another, -moved, self.met[one] - self.met[other])
        moved *= MISFIT
        for value, (here, there) in enumerate(
            zip(self.more[table], self.more[another], strict=True)
        ):
            if here != there:
                self.join[value] += (here - there) * moved
        ones, others = lanes.has[one], lanes.has[other]
        for value in ones:
            if value in others:
                self._stand_in(value, table, another, moved)
            else:
                self._change(value, table, -1, -MISFIT << lanes.width * one)
                self._change(value, another, 1, MISFIT << lanes.width * one)
        for value in others:
            if value not in ones:
                self._change(value, table, 1, MISFIT << lanes.width * other)
                self._change(value, another, -1, -MISFIT << lanes.width * other)

    def _move(self, table: int, moved: int, met: int) -> None:
        self.at[table] += moved
        self.weigh[table] += _AGAIN * moved
        self.again[table] += met
        self.arrive[table] += met
        meets = self.again[table] & self.at[table] * self.lanes.full
        self.leave += self.meets[table] - meets
        self.meets[table] = meets

    def _stand_in(self, value: int, table: int, another: int, moved: int) -> None:
        """Both have this value: nothing changes but who has it where."""
        fewer = self.fewer[table][value] - self.fewer[another][value]
        more = self.more[table][value] - self.more[another][value]
        self.leave += fewer * moved
        self.join[value] -= (fewer + more) * moved
        self.with_value[table][value] += moved
        self.with_value[another][value] -= moved

    def _change(self, value: int, table: int, by: int, lane: int) -> None:
        """One more or one fewer at this table has this value."""
        fewer, more = self.fewer[table][value], self.more[table][value]
        self.wrong[table] += more if by > 0 else fewer
        self.count[table][value] += by
        less, plus = self.steps[table][value][self.count[table][value]]
        was = self.with_value[table][value]
        now = self.with_value[table][value] = was + lane
        self.leave += less * now - fewer * was
        self.join[value] += (fewer + more) * was - (less + plus) * now
        if more != plus:
            self.join[value] += MISFIT * (plus - more) * self.at[table]
            self.arrive[table] += (plus - more) * self.lanes.having[value]
        if fewer + more != less + plus:
            self.twice[table][value] = (less + plus) * self.lanes.having[value]
        self.fewer[table][value], self.more[table][value] = less, plus
