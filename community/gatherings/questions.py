"""What a gathering asks of who signs up, and what must be true of a question and of an answer.

Pure: no session. Questions are part of what a gathering is, as its text is, and are kept with it.
An answer keeps the words that it answers (`SignUpAnswer`), so that changing a question later never
puts words in somebody's mouth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

from community.plain import from_plain, to_plain
from community.texts import clean_line
from community.words import N_

#: Who has to fill in more than a page does not sign up.
MOST_QUESTIONS = 6
LONGEST_QUESTION = 200
MOST_OPTIONS = 12
LONGEST_OPTION = 100
LONGEST_SHORT_ANSWER = 200
LONGEST_ANSWER = 1000
LARGEST_NUMBER = 1_000_000

TOO_LONG = N_("This is too long: at most %(most)s characters.")


class QuestionKind(StrEnum):
    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"  #: One of the options.
    SEVERAL = "several"  #: Any number of them.
    YES_NO = "yes_no"
    NUMBER = "number"
    #: Short too; the answer becomes a draft of kunde that its person alone sees (`kunde`).
    BRINGS = "brings"
    WANTS = "wants"


#: What somebody brings or wants to know. In a sensitive gathering it stays an answer.
BECOMES_KUNDE = frozenset({QuestionKind.BRINGS, QuestionKind.WANTS})
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    label: str
    kind: QuestionKind = QuestionKind.SHORT
    hint: str = ""
    options: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one part of one question, as a msgid and its values."""

    number: int  #: Which of the questions, from 0.
    part: str  #: The field of `Question` it is about.
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class Questions(TypeDecorator[tuple[Question, ...]]):
    """The questions of a gathering as JSON; none is NULL. More than six are refused here too."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(
        self, value: tuple[Question, ...] | None, dialect: Dialect
    ) -> list[dict[str, Any]] | None:
        if value and len(value) > MOST_QUESTIONS:
            raise ValueError(f"a gathering asks at most {MOST_QUESTIONS} questions")
        return [to_plain(question) for question in value] if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Question, ...]:
        return tuple(from_plain(Question, each) for each in value or ())


def tidied(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The same questions with their words fit to keep; raises UnfitText."""
    return tuple(
        replace(
            question,
            label=clean_line(question.label),
            hint=clean_line(question.hint),
            options=tuple(filter(None, map(clean_line, question.options))),
        )
        for question in questions
    )


def flaws(questions: Sequence[Question], *, sensitive: bool) -> Iterator[Flaw]:
    """Everything that is wrong with these questions together."""
    for number, question in enumerate(questions):
        yield from _flaws_of_words(number, question)
        if any(_is_twice(question, earlier) for earlier in questions[:number]):
            yield Flaw(number, "label", N_("You ask this twice. Remove one."))
        if sensitive and question.required:
            yield Flaw(
                number,
                "required",
                N_("In a sensitive activity nobody has to answer. Make this one optional."),
            )


def _is_twice(question: Question, earlier: Question) -> bool:
    same_kind = question.kind in BECOMES_KUNDE and question.kind is earlier.kind
    return same_kind or question.label == earlier.label


def _flaws_of_words(number: int, question: Question) -> Iterator[Flaw]:
    if not question.label:
        yield Flaw(number, "label", N_("Write the question itself, or clear the whole row."))
    for part in ("label", "hint"):
        if len(getattr(question, part)) > LONGEST_QUESTION:
            yield Flaw(number, part, TOO_LONG, {"most": LONGEST_QUESTION})
    if question.kind in WITH_OPTIONS:
        yield from _flaws_of_options(number, question.options)
    elif question.options:
        yield Flaw(
            number,
            "options",
            N_("Answers to choose from are only for a choice. Change the kind, or clear this."),
        )


def _flaws_of_options(number: int, options: tuple[str, ...]) -> Iterator[Flaw]:
    if not 2 <= len(options) <= MOST_OPTIONS:
        most = {"most": MOST_OPTIONS}
        yield Flaw(number, "options", N_("Give 2 to %(most)s answers, one per line."), most)
    elif len(set(options)) < len(options):
        yield Flaw(number, "options", N_("The same answer appears here twice."))
    elif max(map(len, options)) > LONGEST_OPTION:
        yield Flaw(number, "options", TOO_LONG, {"most": LONGEST_OPTION})
