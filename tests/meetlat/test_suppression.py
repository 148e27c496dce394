"""Nobody gets at a small count by subtracting: a solver that tries."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from community.meetlat.engine.suppression import (
    Table,
    protect,
    protect_column,
    shown,
)

LIMIT = 5

some_tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 14) | st.integers(0, 200), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)
small_tables = st.lists(st.lists(st.integers(0, 7), min_size=3, max_size=3), min_size=2, max_size=2)


def equations(table: Table) -> list[tuple[list[int], int, int]]:
    """Every line as (signs of what is not shown, what that comes to): cells minus total is 0."""
    rows, columns = len(table.cells), len(table.cells[0])
    values = [*(cell for row in table.cells for cell in row), *table.row_totals,
              *table.column_totals, table.total]  # fmt: skip
    cell = lambda r, c: r * columns + c  # noqa: E731
    row_total = lambda r: rows * columns + r  # noqa: E731
    column_total = lambda c: rows * columns + rows + c  # noqa: E731
    lines = [([cell(r, c) for c in range(columns)], row_total(r)) for r in range(rows)]
    lines += [([cell(r, c) for r in range(rows)], column_total(c)) for c in range(columns)]
    lines += [([row_total(r) for r in range(rows)], len(values) - 1)]
    lines += [([column_total(c) for c in range(columns)], len(values) - 1)]
    made = []
    for inner, total in lines:
        signs = [0] * len(values)
        for no in inner:
            signs[no] = 1
        signs[total] = -1
        known = sum([sign * (value or 0) for sign, value in zip(signs, values, strict=True)])
        unknown = [sign if values[no] is None else 0 for no, sign in enumerate(signs)]
        made.append((unknown, -known, total))
    return made


def worked_out(table: Table) -> dict[int, Fraction]:
    """What follows from what is shown, by Gauss: adding and subtracting lines in every way."""
    rows = [[Fraction(n) for n in (*signs, known)] for signs, known, _ in equations(table)]
    pivot = 0
    for column in range(len(rows[0]) - 1):
        found = next((r for r in range(pivot, len(rows)) if rows[r][column]), None)
        if found is None:
            continue
        rows[pivot], rows[found] = rows[found], rows[pivot]
        rows[pivot] = [n / rows[pivot][column] for n in rows[pivot]]
        for r, row in enumerate(rows):
            if r != pivot and row[column]:
                rows[r] = [a - row[column] * b for a, b in zip(row, rows[pivot], strict=True)]
        pivot += 1
    single = [row for row in rows if len([n for n in row[:-1] if n]) == 1]
    return {next(no for no, n in enumerate(row) if n): row[-1] for row in single}


def everything(counts: list[list[int]]) -> list[int]:
    return [
        *(n for row in counts for n in row), *(sum(row) for row in counts),
        *(sum(column) for column in zip(*counts, strict=True)), sum(map(sum, counts)),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(some_tables)
@example([[3, 20, 30], [10, 20, 30]])
@example([[0, 0], [0, 0]])
@example([[3, 2], [2, 3]])
def test_no_small_count_follows_from_what_is_shown(counts: list[list[int]]):
    table = protect(counts, limit=LIMIT)
    truth = everything(counts)
    out = worked_out(table)
    assert all(truth[no] == value for no, value in out.items()), "the solver is wrong"
    assert all(value >= LIMIT for value in out.values())
    for signs, known, _ in equations(table):
        if any(signs) and len(set(signs) - {0}) == 1:
            assert abs(known) >= LIMIT, "what is hidden of a line is together too small"


@settings(max_examples=60, deadline=None)
@given(some_tables)
def test_what_is_shown_is_true_and_never_under_the_limit(counts: list[list[int]]):
    table = protect(counts, limit=LIMIT)
    told = [*(n for row in table.cells for n in row), *table.row_totals, *table.column_totals,
            table.total]  # fmt: skip
    for value, true in zip(told, everything(counts), strict=True):
        assert value is None or value == true >= LIMIT
    if all(n >= LIMIT for n in everything(counts)):
        assert None not in told


def fits(told: int | None, total: int) -> bool:
    return told is None or told == total


def fillings(table: Table, counts: list[list[int]]) -> Iterator[tuple[int, ...]]:
    """Every table of two rows that fits with what is shown, by trying them all from near to far."""
    tops, bottoms = (
        [
            row
            for row in product(
                *(
                    sorted(range(10), key=partial(far, true)) if n is None else [n]
                    for n, true in zip(told, row, strict=True)
                )
            )
            if fits(total, sum(row))
        ]
        for told, row, total in zip(table.cells, counts, table.row_totals, strict=True)
    )
    for top, bottom in product(tops, bottoms):
        columns = [a + b for a, b in zip(top, bottom, strict=True)]
        if all(map(fits, table.column_totals, columns)) and fits(table.total, sum(columns)):
            yield top + bottom


def far(true: int, other: int) -> int:
    return abs(true - other)


@settings(max_examples=12, deadline=None)
@given(small_tables)
@example([[4, 4, 7], [4, 0, 7]])
@example([[6, 0, 8], [0, 0, 6]])
def test_of_every_small_count_another_value_fits_as_well(counts: list[list[int]]):
    # Gauss does not know that people are never fewer than nobody; who tries everything does.
    truth = [n for row in counts for n in row]
    pending = {no for no, true in enumerate(truth) if true < LIMIT}
    for filling in fillings(protect(counts, limit=LIMIT), counts):
        pending -= {no for no in pending if filling[no] != truth[no]}
        if not pending:
            break
    assert not pending


def test_a_small_cell_takes_another_with_it_in_its_row_and_its_column():
    table = protect([[3, 20, 30], [10, 20, 30], [40, 20, 10]], limit=LIMIT)
    assert table.cells == ((None, None, 30), (None, None, 30), (40, 20, 10))
    assert (table.row_totals, table.column_totals, table.total) == ((53, 60, 70), (53, 60, 70), 183)


def test_of_a_list_the_next_smallest_goes_along():
    assert protect_column([3, 12, 8, 40], limit=LIMIT).cells == (None, 12, None, 40)
    assert protect_column([2, 2, 8, 40], limit=LIMIT).cells == (None, None, None, 40)
    assert protect_column([5, 8], limit=LIMIT).total == 13
    alone = protect_column([4], limit=LIMIT)
    assert (alone.cells, alone.total) == ((None,), None)


def test_a_count_by_itself_is_shown_from_five_on():
    assert [shown(n, limit=LIMIT) for n in (0, 4, 5)] == [None, None, 5]


def test_rows_of_different_lengths_are_no_table():
    with pytest.raises(ValueError, match="different"):
        protect([[1, 2], [3]], limit=LIMIT)
