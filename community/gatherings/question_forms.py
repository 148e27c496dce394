"""The part of the gathering's form that says what is asked of who signs up.

Six rows of plain fields, so that all of it works as one form without JavaScript: an empty row asks
nothing, and the number in front of a row says where it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from community.gatherings import labels
from community.gatherings.questions import (
    BECOMES_KUNDE,
    MOST_QUESTIONS,
    Question,
    QuestionKind,
    flaws,
)
from community.web.typed import line, lines

ROWS = range(1, MOST_QUESTIONS + 1)
PARTS = ("place", "label", "kind", "options", "hint", "required")


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one question."""

    number: int
    place: Field
    label: Field
    kind: Field
    options: Field
    hint: Field
    required: Field

    @property
    def is_empty(self) -> bool:
        return not (self.label.data or self.options.data or self.hint.data)

    @property
    def is_flawed(self) -> bool:
        return any(each.errors for each in (self.label, self.options, self.hint, self.required))

    @property
    def question(self) -> Question:
        return Question(
            label=self.label.data or "",
            kind=QuestionKind(self.kind.data or QuestionKind.SHORT),
            hint=self.hint.data or "",
            options=tuple(filter(None, map(str.strip, (self.options.data or "").split("\n")))),
            required=bool(self.required.data),
        )

    def show(self, question: Question | None, place: int) -> None:
        # What was typed would be shown again otherwise, and sort the sorted rows once more.
        self.place.data, self.place.raw_data = place, None
        self.label.data = question.label if question else ""
        self.kind.data = (question.kind if question else QuestionKind.SHORT).value
        self.options.data = "\n".join(question.options) if question else ""
        self.hint.data = question.hint if question else ""
        self.required.data = bool(question and question.required)


class WithQuestions(FlaskForm):  # type: ignore[misc]
    """What `question_1_label` and its sisters say, as questions."""

    def question_row(self, number: int) -> Row:
        return Row(number, *(self[_name(number, part)] for part in PARTS))

    def rows_in_order(self) -> list[Row]:
        """The rows that ask something, as their numbers say; at the same number, as they stand."""
        filled = [row for row in map(self.question_row, ROWS) if not row.is_empty]
        return sorted(filled, key=lambda row: row.place.data or row.number)

    def rows_to_show(self) -> Iterator[Row]:
        """What is filled in, and one empty row as long as there is room for it."""
        last = max((row.number for row in self.rows_in_order()), default=0)
        return map(self.question_row, range(1, min(last + 1, MOST_QUESTIONS) + 1))

    def asked(self) -> tuple[Question, ...]:
        return tuple(row.question for row in self.rows_in_order())

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        for number in ROWS:
            question = questions[number - 1] if number <= len(questions) else None
            self.question_row(number).show(question, number)

    @property
    def is_flawed(self) -> bool:
        return any(row.is_flawed for row in self.rows_in_order())

    @property
    def room_left(self) -> int:
        """How many questions more may be asked."""
        return MOST_QUESTIONS - len(self.asked())

    @property
    def asks_for_kunde(self) -> bool:
        return any(question.kind in BECOMES_KUNDE for question in self.asked())

    def ask_for_kunde(self) -> None:
        """Add the two questions that a conversation begins with, as far as there is room."""
        if not self.asks_for_kunde:
            self.show_questions((*self.asked(), *standard_questions())[:MOST_QUESTIONS])

    def tidy_questions(self, *, without: int = 0) -> None:
        """Put the rows in their order, closed up; `without` that row."""
        rows = [row for row in self.rows_in_order() if row.number != without]
        self.show_questions(tuple(row.question for row in rows))

    def questions_fit(self, *, sensitive: bool) -> bool:
        """Whether they can be asked; says beside the field what is wrong with which."""
        rows = self.rows_in_order()
        found = list(flaws([row.question for row in rows], sensitive=sensitive))
        for flaw in found:
            field: Field = getattr(rows[flaw.number], flaw.part)
            field.errors = [*field.errors, gettext(flaw.message, **flaw.values)]
        return not found


def standard_questions() -> tuple[Question, ...]:
    """*What do you bring? What do you want to know?*"""
    hint = gettext("Your host reads it. Afterwards you decide whether the library may remember it.")
    return (
        Question(label=gettext("What will you bring?"), kind=QuestionKind.BRINGS, hint=hint),
        Question(label=gettext("What do you want to know?"), kind=QuestionKind.WANTS, hint=hint),
    )


def _fields(number: int) -> dict[str, Any]:
    kinds = [SelectChoice(str(kind), said) for kind, said in labels.QUESTION_KINDS.items()]
    return {
        "place": IntegerField(_("Place in the list"), validators=[Optional()], default=number),
        "label": StringField(_("The question"), filters=[line]),
        "kind": SelectField(
            _("How do people answer?"),
            choices=kinds,
            default=QuestionKind.SHORT.value,
            invalid_choice_message=_("Choose one from the list."),
        ),
        "options": TextAreaField(_("Answers to choose from"), filters=[lines]),
        "hint": StringField(_("Explanation"), filters=[line]),
        "required": BooleanField(_("This question must be answered")),
    }


def _name(number: int, part: str) -> str:
    return f"question_{number}_{part}"


for _number in ROWS:
    for _part, _field in _fields(_number).items():
        setattr(WithQuestions, _name(_number, _part), _field)
