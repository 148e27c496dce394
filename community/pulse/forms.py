"""The three statements for who answers, and the counts of many for who types them over."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, IntegerField, RadioField, SelectChoice
from wtforms.validators import NumberRange, Optional

from community.gatherings.closing import MOST_PEOPLE
from community.pulse import labels
from community.pulse.outcome import SCALE, STATEMENTS, Answers
from community.pulse.services import MOST_AT_ONCE


def _statement(place: int) -> RadioField:
    return RadioField(
        labels.STATEMENTS[place],
        choices=[SelectChoice(step, said) for step, said in labels.ANSWERS.items()],
        coerce=int,
        validators=[Optional()],
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    met = _statement(0)
    learned = _statement(1)
    again = _statement(2)

    def answers(self) -> list[int | None]:
        return [field.data or None for field in (self.met, self.learned, self.again)]


def _number(label: object) -> IntegerField:
    sane = NumberRange(0, MOST_PEOPLE, message=_("Fill in a number."))
    return IntegerField(label, validators=[Optional(), sane])


class StatementForm(Form):  # type: ignore[misc]
    step_1 = _number(labels.ANSWERS[1])
    step_2 = _number(labels.ANSWERS[2])
    step_3 = _number(labels.ANSWERS[3])
    step_4 = _number(labels.ANSWERS[4])
    step_5 = _number(labels.ANSWERS[5])


class PaperForm(FlaskForm):  # type: ignore[misc]
    statements = FieldList(FormField(StatementForm), min_entries=STATEMENTS, max_entries=STATEMENTS)

    def show(self, answers: Answers) -> None:
        for entry, row in zip(self.statements, answers, strict=True):
            for step, number in zip(SCALE, row, strict=True):
                entry.form[f"step_{step}"].data = number or None

    def answers(self) -> Answers:
        return [
            [entry.form[f"step_{step}"].data or 0 for step in SCALE] for entry in self.statements
        ]


class SlipsForm(FlaskForm):  # type: ignore[misc]
    number = IntegerField(
        _("How many slips?"),
        validators=[
            NumberRange(
                1, MOST_AT_ONCE,
                message=_("Choose a number from 1 to %(most)s.", most=MOST_AT_ONCE),
            )
        ],
        default=20,
    )  # fmt: skip
