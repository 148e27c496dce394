"""A plan put right for who does not come and who walks in, with as few people moved as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

from community.matching.engine.tables.building import filled
from community.matching.engine.tables.coded import Coded, bits, union
from community.matching.engine.tables.problem import Rounds
from community.matching.engine.tables.puzzle import Board
from community.matching.engine.tables.rules import Rules
from community.matching.engine.tables.seating import mixes


class _Price(NamedTuple):
    """What a change costs; the first is weighed first."""

    repeats: int
    moved: int  #: People who would leave the table they had, less who would come back to it.
    trouble: int


@dataclass(frozen=True, slots=True)
class _Change:
    """These people go from here to there, and those, if any, from there to here."""

    these: int
    here: int
    those: int
    there: int


def repair(coded: Coded, previous: Rounds, boards: dict[int, Board]) -> list[Board]:
    """The previous plan among who is present, every honoured wish and size restored.

    `previous` holds ids; who has no seat in it gets one. People are moved alone, or two by two,
    from or to a table where something is wrong; first who meets nobody again, then who has moved
    already. Where that does not suffice, a round is taken from `boards`, on which all wishes hold.
    """
    mending = _Mending(coded, previous)
    mending.seat_stayers()
    for no in range(coded.rounds):
        mending.mend(no)
    # Who stays at one table ties the rounds together, so then all of them begin anew.
    wrong = [no for no in range(coded.rounds) if mending.troubled(no)]
    for no in range(coded.rounds) if coded.staying and (wrong or mending.strayed) else wrong:
        mending.begin_anew(no, boards[no])
    for no in range(coded.rounds):
        mending.part(no)
    return mending.boards


class _Mending:
    def __init__(self, coded: Coded, previous: Rounds) -> None:
        self.coded, self.rules = coded, Rules(coded)
        number = {who: no for no, who in enumerate(coded.ids)}
        self.boards = [
            [union(1 << number[who] for who in table if who in number) for table in tables]
            for tables in previous
        ]
        self.homes = [_places(board) for board in self.boards]
        self.places = [dict(home) for home in self.homes]
        self.everybody = (1 << len(coded.ids)) - 1
        #: Per person, who met them again in the plan as it was.
        self.used_to = [self._again(who) for who in range(len(coded.ids))]
        self.unit = {who: union(1 << one for one in unit) for unit in coded.units for who in unit}
        self.mixes = mixes(coded)
        #: Of some people at one table; asked again for each change that comes near.
        self.misfits_of = cache(self._misfits_of)
        self.known: dict[tuple[int, int, int], int] = {}  #: Trouble, by round, table and people.
        self.moved = 0  #: Who sits elsewhere than before in a round that was mended.

    # What is wrong

    def troubled(self, no: int) -> list[int]:
        """The tables of this round where something does not hold."""
        return [
            table for table, there in enumerate(self.boards[no]) if self._trouble(no, table, there)
        ]

    def _trouble(self, no: int, table: int, there: int) -> int:
        """How much does not hold if these people sit at this table."""
        key = no, table, there
        if key not in self.known:
            self.known[key] = self._trouble_anew(no, table, there)
        return self.known[key]

    def _trouble_anew(self, no: int, table: int, there: int) -> int:
        coded, size = self.coded, there.bit_count()
        least, most = coded.sizes[table]
        wrong = max(0, least - size, size - most)
        wrong += max(0, coded.hosts_at[table] - (there & coded.hosts).bit_count())
        for who in bits(there & self.rules.particular):
            unit = self.unit[who]
            wrong += bool(coded.apart[who] & there) + (unit & there != unit)
            wrong += sum(1 for need in coded.needs.get(who, ()) if not need & there)
            wrong += coded.locked[no].get(who, table) != table
        return wrong

    # What could be done

    def _price(self, no: int, change: _Change, *, most: int = -1) -> _Price | None:
        """None when it leaves more trouble than that: by itself, when nothing gets less wrong."""
        board = self.boards[no]
        here, there = board[change.here], board[change.there]
        left, joined = here & ~change.these, there & ~change.those
        trouble = -self._trouble(no, change.here, here) - self._trouble(no, change.there, there)
        trouble += self._trouble(no, change.here, left | change.those)
        # Most changes fall off here, with only one new table looked at.
        if trouble <= most:
            trouble += self._trouble(no, change.there, joined | change.these)
        if trouble > most:
            return None
        repeats = moved = 0
        for party, to, old, new in (
            (change.these, change.there, left, joined),
            (change.those, change.here, joined, left),
        ):
            for who in bits(party):
                met = self._met(no, who)
                repeats += (met & new).bit_count() - (met & old).bit_count()
                moved += self._moves(no, who, to)
        return _Price(repeats, moved, trouble)

    def _met(self, no: int, who: int) -> int:
        met = union(there for at, there in self._tables_of(who) if at != no)
        return (met | self.coded.before[who]) & ~self.coded.silent[who] & ~(1 << who)

    def _again(self, who: int) -> int:
        """Whom somebody meets in more than one round, or met before."""
        once, twice = self.coded.before[who], 0
        for _, there in self._tables_of(who):
            once, twice = once | there, twice | once & there
        return twice & ~(1 << who)

    def _tables_of(self, who: int) -> Iterator[tuple[int, int]]:
        """Per round that somebody is there, who sits at their table."""
        for no, (board, places) in enumerate(zip(self.boards, self.places, strict=True)):
            if who in places:
                yield no, board[places[who]]

    def _moves(self, no: int, who: int, to: int) -> int:
        """Whether one person more or less has moved if this one goes there."""
        home = self.homes[no].get(who)
        if home is None or self.moved >> who & 1:
            return 0
        return (to != home) - (self.places[no][who] != home)

    def _misfits(self, no: int, change: _Change) -> int:
        """What the change adds to the misfits."""
        here, there = self.boards[no][change.here], self.boards[no][change.there]
        both = change.these | change.those
        after = self.misfits_of(here ^ both) + self.misfits_of(there ^ both)
        return after - self.misfits_of(here) - self.misfits_of(there)

    def _misfits_of(self, there: int) -> int:
        return sum(mix.misfits_of(there) for mix in self.mixes)

    # Doing it

    def mend(self, no: int) -> None:
        """Seat who has no seat in this round, and move people until nothing is wrong."""
        for unit in self._unseated(no):
            self._seat(no, unit)
        while troubled := self.troubled(no):
            found = self._best(no, self._goings(no, troubled))
            if found is None or found[0].repeats > 0:
                among = [one for one in (found, self._best(no, self._swaps(no, troubled))) if one]
                found = min(among, key=lambda one: one[0]) if among else None
            if found is None:
                break
            self._make(no, found[1])
        self.moved |= self._elsewhere(no)

    def part(self, no: int) -> None:
        """Move on who came to sit with somebody they met, between tables where nothing is wrong."""
        well = {*range(len(self.boards[no]))} - {*self.troubled(no)}  # And so they stay.
        for who in bits(self.everybody & ~self.coded.staying):
            here = self.places[no][who]
            anew = self._met(no, who) & self.boards[no][here] & ~self.used_to[who]
            if not anew or here not in well:
                continue
            better = [
                (price, change)
                for change in self._partings(no, who, well)
                if (price := self._price(no, change, most=0)) and price.repeats < 0
            ]
            if better:
                lowest = min(price for price, _ in better)
                self._make(no, min((change for price, change in better if price == lowest),
                                   key=lambda change: self._misfits(no, change)))  # fmt: skip

    def _partings(self, no: int, who: int, well: set[int]) -> Iterator[_Change]:
        """This one, or their group, to another table, alone or for a party from there."""
        board, here = self.boards[no], self.places[no][who]
        free = [[party for party in self._parties(no, there) if not party & self.coded.staying]
                for there in board]  # fmt: skip
        for party in free[here]:
            if party >> who & 1:
                for there in sorted(well - {here}):
                    yield _Change(party, here, 0, there)
                    yield from (_Change(party, here, those, there) for those in free[there])

    def _elsewhere(self, no: int) -> int:
        home = self.homes[no]
        return union(1 << who for who, at in self.places[no].items() if home.get(who, at) != at)

    def _best(self, no: int, changes: Iterator[_Change]) -> tuple[_Price, _Change] | None:
        """The cheapest change; of several, the one that leaves the tables mixed best."""
        lowest: _Price | None = None
        best: list[_Change] = []
        for change in changes:
            price = self._price(no, change)
            if price is None or (lowest and price > lowest):
                continue
            if price != lowest:
                lowest, best = price, []
            best.append(change)
        if lowest is None:
            return None
        return lowest, min(best, key=lambda change: self._misfits(no, change))

    def _parties(self, no: int, there: int) -> Iterator[int]:
        """Who may leave a table together: each one alone, and each group as far as it is there."""
        seen = 0
        for who in bits(there & ~self.coded.staying):
            if seen >> who & 1 or self.coded.locked[no].get(who) == self.places[no][who]:
                continue
            party = self.unit[who] & there
            seen |= party
            yield party

    def _goings(self, no: int, troubled: Sequence[int]) -> Iterator[_Change]:
        """One party to or from a table where something is wrong."""
        board = self.boards[no]
        for here, sitting in enumerate(board):
            targets = range(len(board)) if here in troubled else troubled
            for party in self._parties(no, sitting):
                yield from (_Change(party, here, 0, to) for to in targets if to != here)

    def _swaps(self, no: int, troubled: Sequence[int]) -> Iterator[_Change]:
        """Two parties, one of them at a table where something is wrong."""
        board = self.boards[no]
        for here in troubled:
            for there in range(len(board)):
                if there == here:
                    continue
                for those in self._parties(no, board[there]):
                    yield from (_Change(these, here, those, there)
                                for these in self._parties(no, board[here]))  # fmt: skip

    def _make(self, no: int, change: _Change) -> None:
        for party, at, to in (
            (change.these, change.here, change.there),
            (change.those, change.there, change.here),
        ):
            self.boards[no][at] &= ~party
            self.boards[no][to] |= party
            self.places[no].update((who, to) for who in bits(party))

    def _put(self, no: int, party: int, table: int) -> None:
        for at, there in enumerate(self.boards[no]):
            self.boards[no][at] = there & ~party
        self.boards[no][table] |= party
        self.places[no].update((who, table) for who in bits(party))

    def _unseated(self, no: int) -> list[int]:
        """Whoever has no seat yet, hosts first, then the largest groups."""
        waiting = self.everybody & ~union(self.boards[no])
        parties = {self.unit[who] & waiting for who in bits(waiting)}
        return sorted(parties, key=lambda party: (
            not party & self.coded.hosts, -party.bit_count(), party
        ))  # fmt: skip

    def _seat(self, no: int, party: int) -> None:
        """At the table where least goes wrong, where they know nobody and fit."""
        known = union(self._met(no, who) for who in bits(party))

        def price(table: int) -> tuple[int, ...]:
            there = self.boards[no][table]
            both = there | party
            trouble = self._trouble(no, table, both) - self._trouble(no, table, there)
            return (
                max(0, trouble),
                (known & there).bit_count(),
                trouble,
                self.misfits_of(both) - self.misfits_of(there),
                there.bit_count(),
            )

        self._put(no, party, min(range(len(self.coded.sizes)), key=price))

    def seat_stayers(self) -> None:
        """Hosts who keep their table get one for all rounds: their own, or where one is needed."""
        for who in bits(self.coded.staying):
            tables = {places.get(who) for places in self.places}
            if len(tables) == 1 and None not in tables and not self._to_spare(who):
                continue
            lacking = sorted(
                range(len(self.coded.sizes)),
                key=lambda table: (-self._lacks(table), table not in tables,
                                   self.boards[0][table].bit_count()),
            )  # fmt: skip
            if self._lacks(lacking[0]) or None in tables or len(tables) > 1:
                for no in range(self.coded.rounds):
                    self._put(no, self.unit[who], lacking[0])

    @property
    def strayed(self) -> bool:
        """Whether somebody who keeps one table has several."""
        return any(
            len({places[who] for places in self.places}) > 1 for who in bits(self.coded.staying)
        )

    def _lacks(self, table: int) -> int:
        """How many hosts who stay are still needed at this table."""
        always = self.everybody
        for board in self.boards:
            always &= board[table]
        return max(0, self.coded.hosts_at[table] - (always & self.coded.staying).bit_count())

    def _to_spare(self, who: int) -> bool:
        table = self.places[0][who]
        hosts = (self.boards[0][table] & self.coded.staying).bit_count()
        return hosts > self.coded.hosts_at[table] and not any(
            who in locked for locked in self.coded.locked
        )

    def begin_anew(self, no: int, board: Board) -> None:
        """Take whom wishes name from a board on which they hold; the others stay if they can.

        If moving people one by one and two by two ends with something wrong even so, nobody stays.
        """
        named = union(board)
        self.boards[no] = [
            there | (was & ~named) for there, was in zip(board, self.boards[no], strict=True)
        ]
        self.places[no] = _places(self.boards[no])
        self.mend(no)
        if self.troubled(no):
            self.boards[no] = filled(self.coded, board, Random(0))  # noqa: S311  (a seat, no secret)
            self.places[no] = _places(self.boards[no])


def _places(board: Board) -> dict[int, int]:
    return {who: table for table, there in enumerate(board) for who in bits(there)}
