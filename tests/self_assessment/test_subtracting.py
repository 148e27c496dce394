"""Somebody who knows how many of each group answered what, tries to work out what is hidden.

All that is said of a block is a sum of steps with known weights. So what can be worked out from it
is what these equations span, and elimination finds whether a hidden mean lies in that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given, settings

from community.self_assessment import outcome as module
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.outcome import Measured, Sheet, outcome
from tests.self_assessment.sheets import (
    FRONT,
    GROUPS,
    MANAGEMENT,
    OTHER,
    PROGRAMME,
    TODAY,
    asks,
    some_sheets,
)

STATEMENTS = 3
Row = list[Fraction]
#: People with a step, per group and statement.
Counts = dict[tuple[FunctionGroup, int], int]


def counts_of(sheets: Sequence[Sheet]) -> Counts:
    counts = {
        (group, n): sum(1 for s in sheets if s.group == group and s.answers[n])
        for group in GROUPS
        for n in range(STATEMENTS)
    }
    return {at: count for at, count in counts.items() if count}


def mean_of(group: FunctionGroup, numbers: Sequence[int], counts: Counts) -> Row:
    """The mean of a group as weights on its unknown sums, one for each group and statement."""
    asked = [at for at in counts if at[0] == group and at[1] in numbers]
    count = sum(counts[at] for at in asked)
    return [Fraction(1, count) if at in asked else Fraction(0) for at in counts]


def over(groups: Sequence[FunctionGroup], numbers: Sequence[int], counts: Counts) -> Row:
    rows = [mean_of(group, numbers, counts) for group in groups]
    return [sum(column, Fraction()) / len(rows) for column in zip(*rows, strict=True)]


def said(
    of: Measured, numbers: Sequence[int], counts: Counts, alone: set[FunctionGroup]
) -> Iterator[Row]:
    """Every number that is shown of a block or a statement."""
    answered = [g for g in GROUPS if any((g, n) in counts for n in numbers)]
    if of.score is not None:
        yield over(answered, numbers, counts)
    for each in of.groups:
        folded = [g for g in answered if g not in alone]
        whose = folded if each.group is OTHER and OTHER not in alone else [each.group]
        yield over(whose, numbers, counts)


def spans(rows: Sequence[Row], wanted: Row) -> bool:
    return rank([*rows, wanted]) == rank(rows)


def rank(rows: Sequence[Row]) -> int:
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            by = row[column] / pivot[column]
            row[:] = [a - by * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


def worked_out(sheets: Sequence[Sheet]) -> list[str]:
    """What a reader of the outcome can work out that nobody may know."""
    block = outcome(sheets, asks(STATEMENTS), closed_on=TODAY).blocks[0]
    counts, everything = counts_of(sheets), range(STATEMENTS)
    people = Counter(sheet.group for sheet in sheets)
    partition = module._partition(module._steps(sheets, everything), people, 4)
    alone = set(partition.shown)
    rows = list(said(block, everything, counts, alone))
    for each in block.statements:
        rows += said(each, [each.number], counts, alone)
    hidden = {
        f"{group} {numbers}": mean_of(group, numbers, counts)
        for group in GROUPS
        for numbers in (list(everything), *([n] for n in everything))
        if any((group, n) in counts for n in numbers) and people[group] < 4
    }
    return [what for what, wanted in hidden.items() if rows and spans(rows, wanted)]


def silent_on_one() -> list[Sheet]:
    """One small group, and one that hides it but leaves a statement open."""
    return [
        *[Sheet(MANAGEMENT, [3, 4, 5])] * 5,
        *[Sheet(PROGRAMME, [2, 3, None])] * 4,
        Sheet(FRONT, [1, 2, 3]),
    ]


@settings(max_examples=100)
@example(silent_on_one())
@given(some_sheets(STATEMENTS))
def test_no_hidden_mean_can_be_worked_out(sheets):
    assert worked_out(sheets) == []


@pytest.mark.parametrize("guard", ["_hides", "_is_safe"])
def test_without_either_guard_one_can(monkeypatch, guard):
    """So that the test above is known to look."""
    monkeypatch.setattr(module, guard, lambda *_: True)
    assert worked_out(silent_on_one()) != []
