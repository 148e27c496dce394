"""What the answers of one gathering come to, and how much of it may be shown.

Fewer than five of anything could be somebody, so it is not shown, nor what would give it away by
subtraction. What people answered is shown when nobody can answer any more: until then two looks
in a row would show the answer of who came in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STATEMENTS = 3
SCALE = range(1, 6)
#: From here on somebody agrees.
AGREES = 4
CELL = 5

#: Per statement, how many chose each of the five answers.
Answers = list[list[int]]


def nothing() -> Answers:
    return [[0] * len(SCALE) for _ in range(STATEMENTS)]


def added(answers: Answers, one: Sequence[int | None]) -> Answers:
    return [
        [number + (choice == step) for step, number in zip(SCALE, row, strict=True)]
        for row, choice in zip(answers, one, strict=True)
    ]


def together(several: Iterable[Answers]) -> Answers:
    total = nothing()
    for answers in several:
        total = [
            [a + b for a, b in zip(row, more, strict=True)]
            for row, more in zip(total, answers, strict=True)
        ]
    return total


def people(answers: Answers) -> int:
    """How many slips there were at least: a statement may be left open."""
    return max(map(sum, answers))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of so many, so many agree. `agree` is None where that says too much."""

    of: int
    agree: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    by_code: int
    on_paper: int
    answers: Answers
    head_count: int | None
    is_final: bool

    @property
    def people(self) -> int | None:
        """How many answered; None: fewer than five."""
        total = self.by_code + self.on_paper
        return total if total >= CELL else None

    @property
    def response(self) -> int | None:
        """Answers for every hundred heads."""
        if self.people is None or not self.head_count:
            return None
        return min(100, round(100 * self.people / self.head_count))

    @property
    def agreements(self) -> list[Agreement]:
        """For each statement; nothing before it is final."""
        if not self.is_final or self.people is None:
            return []
        return [_agreement(row) for row in self.answers]


def _agreement(row: list[int]) -> Agreement:
    of, agree = sum(row), sum(row[AGREES - 1 :])
    shown = agree >= CELL and of - agree >= CELL
    return Agreement(of if of >= CELL else 0, agree if shown else None)
