"""The three questions of a tally card, and what many cards come to. Counts only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from community.areas.visitors import AgeClass


class Question(StrEnum):
    FIRST_TIME = "first_time"
    AGE_CLASS = "age_class"
    PC4 = "pc4"


YES, NO = "yes", "no"
#: *Liever niet*: an answer like any other.
UNSAID = "unsaid"

#: Per question, how often each answer was given.
Counts = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Card:
    """What one person said, for as long as it takes to add it up."""

    first_time: bool | None = None
    age_class: AgeClass | None = None
    pc4: str = ""

    def answers(self) -> Iterator[tuple[Question, str]]:
        first = UNSAID if self.first_time is None else YES if self.first_time else NO
        yield Question.FIRST_TIME, first
        yield Question.AGE_CLASS, self.age_class or UNSAID
        yield Question.PC4, self.pc4 or UNSAID


def with_card(counts: Counts, card: Card) -> Counts:
    return together(counts, {question: {answer: 1} for question, answer in card.answers()})


def together(*several: Mapping[str, Mapping[str, int]]) -> Counts:
    """All of them in one; what nobody answered is left out."""
    total: Counts = {question: {} for question in Question}
    for counts in several:
        for question, answers in counts.items():
            for answer, number in answers.items():
                if number:
                    total[question][answer] = total[question].get(answer, 0) + number
    return total


def answered(counts: Counts, question: Question) -> int:
    """How many cards say something about this, *liever niet* included."""
    return sum(counts.get(question, {}).values())


def cards(counts: Counts) -> int:
    """How many cards there were at least; on paper somebody may have left a question open."""
    return max(answered(counts, question) for question in Question)
