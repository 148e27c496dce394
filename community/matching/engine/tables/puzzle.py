"""Whether wishes can all hold at once, and a way in which they do: a search with backtracking.

Only people whom a wish names are placed here; others fit anywhere, and they and the hosts among
them are counted. Rounds with
the same locked seats are alike to every wish, so one *board* stands for all of them; only hosts who
stay tie boards together. Tables that are still empty and alike are tried once, which is what makes
it possible to prove that a wish cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from community.matching.engine.tables.coded import Coded, bits, union

#: After so many placings a search that found nothing gives up, and another one begins elsewhere.
PATIENCE = 2_000
SEARCHES = 4

#: Per table, the set of who sits there.
Board = list[int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """People who sit together, on one board or, when a host among them stays, on every board."""

    mask: int
    size: int
    hosts: int
    apart: int
    boards: Sequence[int]
    tables: Sequence[int] | None  #: Where a locked seat says that they sit; None: anywhere.


class Puzzle:
    """One search over the boards of some rounds."""

    def __init__(
        self,
        coded: Coded,
        rounds: Sequence[int],
        chance: Random,
        pinned: Mapping[int, int] | None = None,
    ) -> None:
        """`pinned`: the tables of people that another search has settled."""
        self.coded, self.chance = coded, chance
        self.locked = [{**(pinned or {}), **coded.locked[no]} for no in rounds]
        self.boards: list[Board] = [[0] * len(coded.sizes) for _ in rounds]
        self.placed = [0 for _ in rounds]
        self.proven = False  #: That there is no way, and not merely that none was found.
        self.units = self._in_order()
        self.named = union(unit.mask for unit in self.units)
        self.anywhere = len(coded.ids) - self.named.bit_count()
        self.needing = union(1 << who for who in coded.needs)
        self.asking = coded.hosts | coded.speakers | self.needing

    def solve(self) -> list[Board] | None:
        """Per round, per table, the set of who was placed; None when no way was found."""
        if not all(self._hopeful(no) for no in range(len(self.boards))) or not all(
            next(self._ways(depth), None) is not None for depth in range(len(self.units))
        ):
            self.proven = True
            return None
        ways = [self._ways(0)]
        for _ in range(PATIENCE):
            depth = len(ways) - 1
            if depth == len(self.units):
                return self.boards
            unit = self.units[depth]
            table = next(ways[-1], None)
            if table is None:
                ways.pop()
                if not ways:
                    self.proven = True
                    return None
                self._take(self.units[depth - 1])
                continue
            self._put(unit, table)
            if all(self._hopeful(board) for board in unit.boards):
                ways.append(self._ways(depth + 1))
            else:
                self._take(unit)
        return None

    def _in_order(self) -> list[_Unit]:
        """Whom a wish names, the hardest to place first."""
        coded = self.coded
        named = coded.speakers | union(coded.apart) | union(1 << who for who in coded.needs)
        if coded.staying and len(self.boards) > 1:
            named |= coded.hosts
        named |= union(1 << who for locked in self.locked for who in locked)
        units: list[_Unit] = []
        for members in coded.units:
            mask = union(1 << who for who in members)
            if len(members) > 1 or mask & named:
                units += self._units(members, mask)
        self.chance.shuffle(units)
        return sorted(units, key=self._ease)

    def _units(self, members: Sequence[int], mask: int) -> Iterator[_Unit]:
        coded = self.coded
        every = range(len(self.boards))
        for boards in [tuple(every)] if mask & coded.staying else [(no,) for no in every]:
            locks = {
                self.locked[no][who] for no in boards for who in members if who in self.locked[no]
            }
            yield _Unit(
                mask=mask,
                size=len(members),
                hosts=(mask & coded.hosts).bit_count(),
                apart=union(coded.apart[who] for who in members),
                boards=boards,
                tables=(tuple(locks) if len(locks) == 1 else ()) if locks else None,
            )

    def _ease(self, unit: _Unit) -> tuple[int, ...]:
        coded = self.coded
        return (
            unit.tables is None,
            not unit.mask & coded.staying,
            not unit.hosts if any(coded.hosts_at) else 0,
            -unit.size,
            not any(who in coded.needs for who in bits(unit.mask)),
            not unit.mask & coded.speakers,
            -unit.apart.bit_count(),
        )

    def _ways(self, depth: int) -> Iterator[int]:
        """The tables to try for the unit at this depth, the most promising first."""
        if depth == len(self.units):
            return iter(())
        unit = self.units[depth]
        tables = range(len(self.coded.sizes)) if unit.tables is None else unit.tables
        fitting = [table for table in tables if self._fits(unit, table)]
        self.chance.shuffle(fitting)
        fitting.sort(key=lambda table: self._promise(unit, table))
        return iter(self._unlike(unit, fitting))

    def _fits(self, unit: _Unit, table: int) -> bool:
        # Looking whether there is room only saves search: `_hopeful` refuses every overfull table
        # one step later (less than no seat is free), so no test can tell whether this stands here.
        most = self.coded.sizes[table][1]
        sitting = [self.boards[no][table] for no in unit.boards]
        return not unit.apart & unit.mask and all(
            not unit.apart & there and there.bit_count() + unit.size <= most for there in sitting
        )

    def _promise(self, unit: _Unit, table: int) -> tuple[int, int, int]:
        coded, there = self.coded, self.boards[unit.boards[0]][table]
        if not unit.mask & self.asking:
            return 0, 0, there.bit_count()
        lacking = unit.hosts and (there & coded.hosts).bit_count() < coded.hosts_at[table]
        helped = sum(1 for who in bits(there) for need in coded.needs.get(who, ())
                     if need & unit.mask and not need & there)  # fmt: skip
        helped += sum(bool(need & there) for who in bits(unit.mask)
                      for need in coded.needs.get(who, ()))  # fmt: skip
        return -bool(lacking), -helped, there.bit_count()

    def _unlike(self, unit: _Unit, tables: Sequence[int]) -> list[int]:
        seen = set()
        found = []
        for table in tables:
            if not any(self.boards[no][table] for no in unit.boards):
                kind = self.coded.sizes[table], self.coded.hosts_at[table]
                if kind in seen:
                    continue
                seen.add(kind)
            found.append(table)
        return found

    def _put(self, unit: _Unit, table: int) -> None:
        for no in unit.boards:
            self.boards[no][table] |= unit.mask
            self.placed[no] |= unit.mask

    def _take(self, unit: _Unit) -> None:
        for no in unit.boards:
            board = self.boards[no]
            table = next(at for at, there in enumerate(board) if there & unit.mask)
            board[table] &= ~unit.mask
            self.placed[no] &= ~unit.mask

    def _hopeful(self, no: int) -> bool:
        """Whether least sizes, hosts and covers could still come right on this board."""
        coded, board = self.coded, self.boards[no]
        waiting = self.named & ~self.placed[no]
        hosts_left = coded.hosts & (waiting | ~self.named)
        people = hosts = 0
        for there, (least, most), wanted in zip(board, coded.sizes, coded.hosts_at, strict=True):
            free = most - there.bit_count()
            lacking = max(0, wanted - (there & coded.hosts).bit_count())
            if lacking > free:
                return False
            hosts += lacking
            people += max(lacking, least - there.bit_count())
            for who in bits(there & self.needing):
                for need in coded.needs[who]:
                    if not need & there and not (free and need & waiting):
                        return False
        return hosts <= hosts_left.bit_count() and people <= self.anywhere + waiting.bit_count()
