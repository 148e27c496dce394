"""Simulated annealing over a plan, and the polish after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, log
from random import Random

from community.matching.engine.tables.clock import Clock
from community.matching.engine.tables.coded import Coded, bits, union
from community.matching.engine.tables.exchanging import exchange_people, exchange_seats
from community.matching.engine.tables.lanes import Lanes
from community.matching.engine.tables.puzzle import Board
from community.matching.engine.tables.rules import Rules
from community.matching.engine.tables.seating import REPEAT, Seating

#: The temperature falls from the one to the other by equal factors.
HOT, COLD = 0.6, 0.25
#: With pair scores, which weigh less than a misfit, the last part goes on to here.
COLDEST, LAST = 0.005, 0.35
#: A row of lanes takes as long as so many tries one by one.
ROW = 4
#: In a hall of more people there is no time to cool until all is still: what chance upset at the
#: end is mended in a last, longer part at this temperature, by who sits wrong.
MANY, STILL, MENDING, VISIT = 200, 0.1, 0.15, 3
#: A group that sits wrong there, say beside a host like one of them, moves as a whole, and nearly
#: always upsets somebody else. Of so many moves the cheapest is made, at a temperature of its own.
MOVES, STIRRED = 100, 0.3
#: Of the people with whom nothing is wrong, all but this share are passed over.
CALM = 0.05
#: How often, in a visit to a round, each person tries to take over all of another's seats.
PEOPLE = 1
#: In an even plan there is at most one misfit, and one repeat, to so many people. A cheaper one,
#: with many of the one and few of the other, is not better for who sits there.
EVEN_MISFITS, EVEN_REPEATS = 10, 4
_SMALL = 1e-9


class Annealing:
    """One search from one plan; `best` is the cheapest even one that it has seen, or else the
    cheapest; `worth` says which and what it costs, less being better."""

    def __init__(self, coded: Coded, rounds: Sequence[Board], chance: Random) -> None:
        self.coded, self.chance = coded, chance
        self.rules = Rules(coded)
        self.seating = Seating(coded, rounds)
        self.cost = self.seating.cost()
        self.best, self.worth = list(rounds), self._worth()
        self.lanes = Lanes(coded, self.rules, HOT)
        self.tries = max(1600, 8 * len(coded.ids))
        #: The share of the time, at its end, in which a large hall is mended.
        self.mending = MENDING if len(coded.ids) > MANY and not self.seating.pull else 0.0

    @property
    def done(self) -> bool:
        """Whether nothing better can be: nobody meets again, everything is in balance."""
        return self.worth[1] < _SMALL and not self.seating.pull

    def run(self, clock: Clock) -> None:
        """Until the clock has run out, or nothing better can be."""
        no, share = 0, clock.share(0)
        while share < 1 and not self.done:
            tries = self._visit(no, share)
            self._remember()
            no = (no + 1) % self.coded.rounds
            share = clock.share(tries)

    def _visit(self, no: int, share: float) -> int:
        """Search in round `no`, when this share of the time has passed; how many tries it took."""
        mends = share > 1 - self.mending
        temperature = STILL if mends else self._temperature(share / (1 - self.mending))
        tries = self.tries * (VISIT if mends else 1)
        self._exchange(no, temperature, tries, calm=0 if mends else CALM)
        if mends:
            self._mend_groups(no)
        else:
            self._shift_groups(no, temperature)
        self._swap_stayers(temperature)
        return tries

    def _exchange(self, no: int, temperature: float, tries: int, *, calm: float) -> None:
        if self.seating.pull:
            self.cost += exchange_seats(
                self.seating, self.rules, self.chance, no=no, temperature=temperature, tries=tries
            )
            return
        self.cost += self.lanes.sweep(
            self.seating,
            self.chance,
            no=no,
            temperature=temperature,
            rows=tries // ROW,
            calm=calm,
        )
        self.cost += exchange_people(
            self.seating,
            self.rules,
            self.chance,
            temperature=temperature,
            tries=PEOPLE * len(self.coded.ids),
        )

    def _temperature(self, share: float) -> float:
        last = LAST if self.seating.pull else 0
        if share <= 1 - last:
            return _between(HOT, COLD, share / (1 - last))
        return _between(COLD, COLDEST, (share - 1 + last) / last)

    def _remember(self) -> None:
        uneven, cost = self.worth
        if uneven or self.cost < cost - _SMALL:
            worth = self._worth()
            if worth < self.worth:
                self.best, self.worth = self.seating.rounds(), worth

    def _worth(self) -> tuple[bool, float]:
        misfits = self.seating.misfits()
        # What is left of the cost; to count them anew takes a search of 400 people its time.
        repeats = (self.cost + self.seating.scored() - misfits) / REPEAT
        uneven = max(EVEN_MISFITS * misfits, EVEN_REPEATS * repeats) > len(self.coded.ids) + _SMALL
        return uneven, self.cost

    def _accepts(self, cost: float, temperature: float) -> bool:
        return cost <= 0 or self.chance.random() < exp(-cost / temperature)

    def _shift_groups(self, no: int, temperature: float) -> None:
        """Each group that sits together tries to change with others of some table."""
        groups = self.rules.groups[no]
        if not groups:
            return
        met = self.seating.met_elsewhere(no)
        for _ in range(2 * len(groups)):
            self._move(no, self.chance.choice(groups), met, moves=1, temperature=temperature)

    def _mend_groups(self, no: int) -> None:
        """Each group at a table where something is wrong makes the best move that it can find."""
        groups = [group for group in self.rules.groups[no] if self._is_upset(no, group[0])]
        if not groups:
            return
        met = self.seating.met_elsewhere(no)
        for group in groups:
            self._move(no, group, met, moves=MOVES, temperature=STIRRED)

    def _move(
        self, no: int, group: Sequence[int], met: Sequence[int], *, moves: int, temperature: float
    ) -> None:
        """Of so many exchanges of this group with others the cheapest, if chance accepts it."""
        seating, found = self.seating, []
        for _ in range(moves):
            others = self._as_many(no, group)
            if others and self._may_change(no, group, others):
                found.append((seating.difference(no, group, others, met), others))
        if found:
            cost, others = min(found)
            if self._accepts(cost, temperature):
                seating.exchange(no, group, others)
                self.cost += cost

    def _is_upset(self, no: int, one: int) -> bool:
        """Whether something is wrong with the mix at this one's table."""
        place = no * self.seating.tables + self.seating.table_of[no][one]
        return any(mix.now[place] for mix in self.seating.mixes)

    def _as_many(self, no: int, group: Sequence[int]) -> list[int]:
        """So many people of a table elsewhere as this group has: another group, or single ones."""
        seating = self.seating
        table = self.chance.randrange(seating.tables)
        if table == seating.table_of[no][group[0]]:
            return []
        there = seating.sitting[no * seating.tables + table]
        parties: list[Sequence[int]] = [[who] for who in bits(there & self.rules.alone[no])]
        parties += [other for other in self.rules.groups[no] if there >> other[0] & 1]
        self.chance.shuffle(parties)
        found: list[int] = []
        for party in parties:
            if len(found) + len(party) <= len(group):
                found += party
        return found if len(found) == len(group) else []

    def _may_change(self, no: int, ones: Sequence[int], others: Sequence[int]) -> bool:
        seating = self.seating
        table, another = seating.table_of[no][ones[0]], seating.table_of[no][others[0]]
        leaving, coming = union(1 << who for who in ones), union(1 << who for who in others)
        these = seating.sitting[no * seating.tables + table] ^ leaving
        those = seating.sitting[no * seating.tables + another] ^ coming
        return (
            self.rules.keeps_apart(ones, those)
            and self.rules.keeps_apart(others, these)
            and self.rules.hold(table, these | coming)
            and self.rules.hold(another, those | leaving)
        )

    def _swap_stayers(self, temperature: float) -> None:
        """Two hosts who keep their tables change them, for all rounds."""
        stayers, seating = self.rules.stayers, self.seating
        for _ in range(4 if len(stayers) > 1 else 0):
            one, other = self.chance.sample(stayers, 2)
            rounds = range(self.coded.rounds)
            if seating.table_of[0][one] == seating.table_of[0][other] or not all(
                self._may_change(no, (one,), (other,)) for no in rounds
            ):
                continue
            before = seating.cost_of((one, other))
            for no in rounds:
                seating.exchange(no, (one,), (other,))
            cost = seating.cost_of((one, other)) - before
            if self._accepts(cost, temperature):
                self.cost += cost
            else:
                for no in rounds:
                    seating.exchange(no, (one,), (other,))

    def polish(self, clock: Clock) -> None:
        """From the best plan on, every exchange of two seats that makes it better, until none does.

        Only tables with something to mend are looked at, or all of them with pair scores.
        """
        self.seating = Seating(self.coded, self.best)
        quiet, no = 0, 0
        while quiet < self.coded.rounds and not clock.late:
            quiet = 0 if self._polish_round(no, clock) else quiet + 1
            no = (no + 1) % self.coded.rounds
        self.cost = self.seating.cost()
        self._remember()

    def _polish_round(self, no: int, clock: Clock) -> bool:
        seating, better = self.seating, False
        met, partners = seating.met_elsewhere(no), self.rules.partners(no)
        for one in self._to_mend(no, met):
            if clock.late:
                break
            for other in partners[one]:
                if (
                    seating.table_of[no][one] != seating.table_of[no][other]
                    and seating.difference(no, (one,), (other,), met) < -_SMALL
                    and self._may_change(no, (one,), (other,))
                ):
                    seating.exchange(no, (one,), (other,))
                    better = True
        return better

    def _to_mend(self, no: int, met: Sequence[int]) -> Iterator[int]:
        seating = self.seating
        first = no * seating.tables
        for one in self.rules.singles[no]:
            place = first + seating.table_of[no][one]
            there = seating.sitting[place]
            if (
                seating.pull
                or self._is_upset(no, one)
                or any(met[who] & there for who in bits(there))
            ):
                yield one


def _between(hot: float, cold: float, share: float) -> float:
    """The temperature when it has fallen by this share of the way, by equal factors."""
    return hot * exp(log(cold / hot) * share)
