"""A plan that changes: who sits where, who has met whom, how mixed each table is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import comb

from community.matching.engine.tables.coded import Coded, bits, union
from community.matching.engine.tables.puzzle import Board

#: What a repeat weighs, in misfits.
REPEAT = 4 / 3
#: More kinds of tables than this are not kept in mind.
_MEMORY = 200_000
#: Attributes are looked up together while tables can be of fewer kinds than this.
_KINDS = 20_000


def outside(count: int, exact: int, among: int) -> int:
    """How many people this count is below the floor, or above the ceiling, of exact / among."""
    return max(0, exact // among - count, count + -exact // among)


class Misfits(dict[int, int]):
    """Misfits by what a table is made of: one integer of fields, its size and then every count.

    Worked out when asked for the first time; there are few kinds of tables, so mostly a look-up.
    """

    def __init__(self, shares: Sequence[int], among: int, width: int) -> None:
        """`shares`: how many of all `among` have each value; `width`: bits of a field."""
        super().__init__()
        self.shares, self.among, self.width = shares, among, width

    def __missing__(self, made_of: int) -> int:
        field = (1 << self.width) - 1
        size, rest, misfits = made_of & field, made_of >> self.width, 0
        for share in self.shares:
            misfits += outside(rest & field, size * share, self.among)
            rest >>= self.width
        if len(self) >= _MEMORY:
            self.clear()
        self[made_of] = misfits
        return misfits


class Mix:
    """Some attributes that are looked up together, over all tables of all rounds."""

    def __init__(self, values: Sequence[int], people: int, width: int) -> None:
        self.misfits = Misfits([mask.bit_count() for mask in values], people, width)
        self.adds = [1] * people  #: What a person adds to what a table is made of.
        for no, mask in enumerate(values, start=1):
            for who in bits(mask):
                self.adds[who] += 1 << no * width
        self.made_of: dict[int, int] = {}  #: Per place.
        self.now: dict[int, int] = {}  #: The misfits that this is.

    def misfits_of(self, there: int) -> int:
        return self.misfits[sum(self.adds[who] for who in bits(there))]

    def change(self, place: int, by: int) -> None:
        self.made_of[place] += by
        self.now[place] = self.misfits[self.made_of[place]]

    def look(self, places: Iterable[int], sitting: Sequence[int]) -> None:
        """Work out anew what these places are made of."""
        for place in places:
            self.made_of[place] = sum(self.adds[who] for who in bits(sitting[place]))
            self.now[place] = self.misfits[self.made_of[place]]


def mixes(coded: Coded) -> list[Mix]:
    """Every attribute, for so many together as tables stay of few kinds."""
    # A table may be overfull while it is being mended.
    most = max(most for _, most in coded.sizes)
    width = min(len(coded.ids), 2 * most).bit_length() + 1
    return [Mix(values, len(coded.ids), width) for values in _bundles(coded.values, most)]


class Seating:
    """The plan under the search. A *place* is a table in a round: round × tables + table."""

    def __init__(self, coded: Coded, rounds: Sequence[Board]) -> None:
        self.coded = coded
        people = len(coded.ids)
        self.tables = len(coded.sizes)
        self.sitting = [there for board in rounds for there in board]
        self.table_of = [_tables(board, people) for board in rounds]
        everybody = (1 << people) - 1
        #: Per person, the set of whom it counts to meet again.
        self.counted = [
            everybody & ~(1 << who) & ~silent for who, silent in enumerate(coded.silent)
        ]
        self.mixes = mixes(coded)
        for mix in self.mixes:
            mix.look(range(len(self.sitting)), self.sitting)
        self.worth = _worth(coded)
        #: Per place, per person, the sum of their scores with who sits there; empty without scores.
        self.pull = [self._pull(there) for there in self.sitting] if self.worth else []

    def _pull(self, there: int) -> list[float]:
        pull = [0.0] * len(self.coded.ids)
        for who in bits(there):
            for other, score in self.coded.scores[who].items():
                pull[other] += score * self.worth
        return pull

    def met_elsewhere(self, no: int) -> list[int]:
        """Per person, the set of whom they meet in other rounds than this one, or met before."""
        met = list(self.coded.before)
        for at, table_of in enumerate(self.table_of):
            if at != no:
                sitting = self.sitting[at * self.tables : (at + 1) * self.tables]
                met = [known | sitting[table] for known, table in zip(met, table_of, strict=True)]
        return [known & counted for known, counted in zip(met, self.counted, strict=True)]

    def repeats_of(self, who: int) -> int:
        """How often this person meets somebody again."""
        met, again, counted = self.coded.before[who], 0, self.counted[who]
        for no, table_of in enumerate(self.table_of):
            there = self.sitting[no * self.tables + table_of[who]] & counted
            again += (met & there).bit_count()
            met |= there
        return again

    def repeats(self) -> int:
        """Σ over pairs that meet of (meetings − 1), who met before having one already."""
        return sum(map(self.repeats_of, range(len(self.coded.ids)))) // 2

    def misfits(self) -> int:
        return sum(sum(mix.now.values()) for mix in self.mixes)

    def scored(self) -> float:
        """The pair scores at all tables, weighed."""
        return sum(
            pull[who] for there, pull in zip(self.sitting, self.pull, strict=False)
            for who in bits(there)
        ) / 2  # fmt: skip

    def cost(self) -> float:
        """What the search makes as small as it can."""
        return REPEAT * self.repeats() + self.misfits() - self.scored()

    def cost_of(self, people: Sequence[int]) -> float:
        """The part of the cost that changes when these people change tables with each other."""
        again = sum(map(self.repeats_of, people))
        return REPEAT * again + self.misfits() - (self.scored() if self.pull else 0)

    def difference(
        self, no: int, ones: Sequence[int], others: Sequence[int], met: Sequence[int]
    ) -> float:
        """What the cost would change by if these parties changed tables; `met`: `met_elsewhere`."""
        here = no * self.tables + self.table_of[no][ones[0]]
        there = no * self.tables + self.table_of[no][others[0]]
        these = self.sitting[here] & ~union(1 << who for who in ones)
        those = self.sitting[there] & ~union(1 << who for who in others)
        again = 0
        for who in ones:
            again += (met[who] & those).bit_count() - (met[who] & these).bit_count()
        for who in others:
            again += (met[who] & these).bit_count() - (met[who] & those).bit_count()
        change = REPEAT * again
        for mix in self.mixes:
            over = sum(mix.adds[who] for who in others) - sum(mix.adds[who] for who in ones)
            change += mix.misfits[mix.made_of[here] + over] - mix.now[here]
            change += mix.misfits[mix.made_of[there] - over] - mix.now[there]
        if self.pull:
            change -= self._attracted(ones, those, these) + self._attracted(others, these, those)
        return change

    def _attracted(self, party: Sequence[int], to: int, away: int) -> float:
        return self.worth * sum(
            score * ((to >> other & 1) - (away >> other & 1))
            for who in party
            for other, score in self.coded.scores[who].items()
        )

    def exchange(self, no: int, ones: Sequence[int], others: Sequence[int]) -> None:
        """In round `no` these two parties, each from one table, change tables."""
        table_of = self.table_of[no]
        table, other = table_of[ones[0]], table_of[others[0]]
        for who in ones:
            table_of[who] = other
        for who in others:
            table_of[who] = table
        moving = union(1 << who for who in (*ones, *others))
        here, there = no * self.tables + table, no * self.tables + other
        self.sitting[here] ^= moving
        self.sitting[there] ^= moving
        for mix in self.mixes:
            over = sum(mix.adds[who] for who in others) - sum(mix.adds[who] for who in ones)
            mix.change(here, over)
            mix.change(there, -over)
        if self.pull:
            for who in ones:
                self._draw(who, here, there)
            for who in others:
                self._draw(who, there, here)

    def _draw(self, who: int, away: int, to: int) -> None:
        for other, score in self.coded.scores[who].items():
            self.pull[away][other] -= score * self.worth
            self.pull[to][other] += score * self.worth

    def look(self, no: int) -> None:
        """After people were exchanged in `sitting` and `table_of` alone: the mixes of the round."""
        for mix in self.mixes:
            mix.look(range(no * self.tables, (no + 1) * self.tables), self.sitting)

    def rounds(self) -> list[Board]:
        return [
            self.sitting[no * self.tables : (no + 1) * self.tables]
            for no in range(self.coded.rounds)
        ]


def _bundles(attributes: Sequence[Sequence[int]], most: int) -> list[list[int]]:
    """The attributes' values, looked up together as long as tables stay of few kinds."""
    bundles: list[list[int]] = []
    kinds = _KINDS
    for values in attributes:
        more = comb(len(values) + most, most)
        if kinds * more < _KINDS:
            bundles[-1] += values
            kinds *= more
        elif values:
            bundles.append(list(values))
            kinds = more
    return bundles


def _worth(coded: Coded) -> float:
    """What a pair score weighs: so little that no exchange buys a misfit with scores."""
    highest = max((abs(score) for scores in coded.scores for score in scores.values()), default=0.0)
    most = max(most for _, most in coded.sizes)
    return 0.9 / (4 * most * highest) if highest else 0.0


def _tables(board: Board, people: int) -> list[int]:
    table_of = [0] * people
    for table, there in enumerate(board):
        for who in bits(there):
            table_of[who] = table
    return table_of
