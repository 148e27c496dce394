"""Counts of people that may be shown: none under five, and none that subtracting would bring back.

A table with its totals is a network in which every line is a knot: what comes in, the total, is
what goes out, its cells. What is not shown can be worked out by whoever finds that no other filling
fits; so more is hidden until, of every small count, another value fits just as well (MEETLAT.md,
rule 10; complementary suppression, as in Hundepool et al., Statistical Disclosure Control, 2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, with totals, as they may be shown; None is not shown, for either reason."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """One list of counts with its total, as they may be shown."""

    cells: tuple[int | None, ...]
    total: int | None


def shown(count: int, *, limit: int) -> int | None:
    """A count by itself, with no total beside it; None under the limit, also when it is 0."""
    return count if count >= limit else None


def protect_column(counts: Sequence[int], *, limit: int) -> Column:
    """The same for counts that are shown with their sum. See `protect`."""
    arcs = [_Arc(0, 1, count, 0) for count in counts]
    kept = _kept([*arcs, _Arc(1, 0, sum(counts), 2)], limit)
    return Column(tuple(kept[:-1]), kept[-1])


def protect(counts: Sequence[Sequence[int]], *, limit: int) -> Table:
    """Which cells and totals of a table may be shown beside each other.

    `counts` by row, each row as long as the others (ValueError), none below 0. Every count under
    `limit` is hidden, 0 too, and with it the smallest others that keep it hidden: from what is
    shown nobody can work out a count under the limit, nor that what is hidden of one line is
    together under it. Cells are hidden before totals, and the grand total last.
    """
    rows, columns = len(counts), len(counts[0]) if counts else 0
    if any(len(row) != columns for row in counts):
        raise ValueError("rows of different lengths")
    top, bottom = rows + columns, rows + columns + 1  # The knots of the two lines of totals.
    by_column = [sum(row[no] for row in counts) for no in range(columns)]
    arcs = [
        *(_Arc(r, rows + c, counts[r][c], 0) for r in range(rows) for c in range(columns)),
        *(_Arc(top, r, sum(counts[r]), 1) for r in range(rows)),
        *(_Arc(rows + c, bottom, by_column[c], 1) for c in range(columns)),
        _Arc(bottom, top, sum(by_column), 2),
    ]
    kept = iter(_kept(arcs, limit))
    return Table(
        cells=tuple(tuple(next(kept) for _ in range(columns)) for _ in range(rows)),
        row_totals=tuple(next(kept) for _ in range(rows)),
        column_totals=tuple(next(kept) for _ in range(columns)),
        total=next(kept),
    )


@dataclass(frozen=True, slots=True)
class _Arc:
    """One count, from one line that it belongs to, to the other."""

    tail: int
    head: int
    count: int
    rank: int  #: 0 a cell, 1 a total, 2 the total of all: what is hidden last.


def _kept(arcs: Sequence[_Arc], limit: int) -> list[int | None]:
    net = _Net(arcs, limit)
    net.close()
    return [None if no in net.hidden else arc.count for no, arc in enumerate(arcs)]


class _Net:
    """The counts, and which of them are hidden so far."""

    def __init__(self, arcs: Sequence[_Arc], limit: int) -> None:
        self.arcs, self.limit = arcs, limit
        self.hidden = {no for no, arc in enumerate(arcs) if arc.count < limit}
        self.small = sorted(self.hidden)
        self.at: dict[int, list[int]] = {}
        for no, arc in enumerate(arcs):
            self.at.setdefault(arc.tail, []).append(no)
            self.at.setdefault(arc.head, []).append(no)

    def close(self) -> None:
        """Hide one more as long as something can be worked out; at the end all is hidden."""
        before = -1
        while before != len(self.hidden):
            before = len(self.hidden)
            for knot in self.at:
                while self._sum_is_told(knot):
                    self._hide_one(self._shown(knot))
            for no in self.small:
                while self._is_told(no):
                    self._hide_one(self._beside(no))

    def _sum_is_told(self, knot: int) -> bool:
        """What is hidden lies all on one side, so its sum is known, and is under the limit."""
        gone = [self.arcs[no] for no in self.at[knot] if no in self.hidden]
        one_side = len({arc.tail == knot for arc in gone}) == 1
        return one_side and sum(arc.count for arc in gone) < self.limit

    def _is_told(self, no: int) -> bool:
        """Neither one more nor one less fits with all that is shown."""
        arc = self.arcs[no]
        more = self._leads(arc.head, arc.tail, no)
        return not more and not (arc.count and self._leads(arc.tail, arc.head, no))

    def _leads(self, start: int, end: int, without: int) -> bool:
        """Whether a unit can go round from `start` to `end` over other hidden counts."""
        seen, open_ends = {start}, [start]
        while open_ends:
            for following in self._following(open_ends.pop(), without):
                if following == end:
                    return True
                if following not in seen:
                    seen.add(following)
                    open_ends.append(following)
        return False

    def _following(self, knot: int, without: int) -> Iterator[int]:
        """A count can always be one more; one less only when it is not 0."""
        for no in self.at[knot]:
            if no in self.hidden and no != without:
                arc = self.arcs[no]
                if arc.tail == knot:
                    yield arc.head
                elif arc.count:
                    yield arc.tail

    def _shown(self, knot: int) -> list[int]:
        return [no for no in self.at[knot] if no not in self.hidden]

    def _beside(self, no: int) -> list[int]:
        """What to choose from: its own lines while it is the only one hidden there, else all."""
        for knot in (self.arcs[no].tail, self.arcs[no].head):
            others = self._shown(knot)
            if others and len(self.at[knot]) - len(others) == 1:
                return others
        return [other for other in range(len(self.arcs)) if other not in self.hidden]

    def _hide_one(self, candidates: list[int]) -> None:
        """A cell before a total, with something in it, in a line where more is hidden, smallest."""
        self.hidden.add(min(candidates, key=self._cost))

    def _cost(self, no: int) -> tuple[bool, int, int, int, int]:
        arc = self.arcs[no]
        fresh = sum(
            1
            for knot in (arc.tail, arc.head)
            if not any(other in self.hidden for other in self.at[knot])
        )
        return (arc.count == 0, arc.rank, fresh, arc.count, no)
