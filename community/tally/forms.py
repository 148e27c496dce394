"""One card on the tablet, and the counts of many from paper."""

from __future__ import annotations

from secrets import token_hex

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import NumberRange, Optional, Regexp, ValidationError

from community.areas.visitors import PC4, AgeClass
from community.gatherings.closing import MOST_PEOPLE
from community.tally import labels
from community.tally.counts import NO, UNSAID, YES, Card, Counts, Question
from community.web.typed import line

#: Rows for postcodes that stand empty, ready to be used.
EMPTY_ROWS = 4
MOST_ROWS = 60

NO_POSTCODE = _("A postcode begins with four digits, such as 7731.")


class CardForm(FlaskForm):  # type: ignore[misc]
    """What is left open counts as *liever niet*: nobody is stopped at the door."""

    first_time = RadioField(
        labels.QUESTIONS[Question.FIRST_TIME],
        choices=[SelectChoice(value, said) for value, said in labels.FIRST_TIME.items()],
        validators=[Optional()],
        validate_choice=True,
    )
    age_class = RadioField(
        labels.QUESTIONS[Question.AGE_CLASS],
        choices=[
            *(SelectChoice(age, said) for age, said in labels.AGES.items()),
            SelectChoice(UNSAID, labels.RATHER_NOT),
        ],
        validators=[Optional()],
    )
    pc4 = StringField(
        labels.QUESTIONS[Question.PC4],
        filters=[line],
        validators=[Optional(), Regexp(PC4.pattern + r"\Z", message=NO_POSTCODE)],
    )
    pc4_unsaid = BooleanField(labels.RATHER_NOT)
    once = HiddenField(default=lambda: token_hex(16))

    def card(self) -> Card:
        first, age = self.first_time.data, self.age_class.data
        return Card(
            first_time={YES: True, NO: False}.get(first or UNSAID),
            age_class=AgeClass(age) if age and age != UNSAID else None,
            pc4="" if self.pc4_unsaid.data else self.pc4.data or "",
        )


def _number(label: object) -> IntegerField:
    sane = NumberRange(0, MOST_PEOPLE, message=_("Fill in a number."))
    return IntegerField(label, validators=[Optional(), sane])


class PostcodeForm(Form):  # type: ignore[misc]
    pc4 = StringField(
        _("Postcode"),
        filters=[line],
        validators=[Optional(), Regexp(PC4.pattern + r"\Z", message=NO_POSTCODE)],
    )
    number = _number(_("Cards"))

    def validate_number(self, field: IntegerField) -> None:
        if field.data and not self.pc4.data:
            raise ValidationError(gettext("Which postcode is this?"))


class PaperForm(FlaskForm):  # type: ignore[misc]
    """How many cards say what."""

    first_yes = _number(labels.FIRST_TIME[YES])
    first_no = _number(labels.FIRST_TIME[NO])
    first_unsaid = _number(labels.RATHER_NOT)
    age_0 = _number(labels.AGES[AgeClass.CHILD])
    age_1 = _number(labels.AGES[AgeClass.TEENAGER])
    age_2 = _number(labels.AGES[AgeClass.YOUNG])
    age_3 = _number(labels.AGES[AgeClass.GROWN])
    age_4 = _number(labels.AGES[AgeClass.MIDDLE])
    age_5 = _number(labels.AGES[AgeClass.OLDER])
    age_unsaid = _number(labels.RATHER_NOT)
    postcodes = FieldList(FormField(PostcodeForm), max_entries=MOST_ROWS)
    pc4_unsaid = _number(labels.RATHER_NOT)

    _CELLS = (
        ("first_yes", Question.FIRST_TIME, YES),
        ("first_no", Question.FIRST_TIME, NO),
        ("first_unsaid", Question.FIRST_TIME, UNSAID),
        *((f"age_{place}", Question.AGE_CLASS, age.value) for place, age in enumerate(AgeClass)),
        ("age_unsaid", Question.AGE_CLASS, UNSAID),
        ("pc4_unsaid", Question.PC4, UNSAID),
    )

    def show(self, counts: Counts) -> None:
        """What was noted, and some empty rows."""
        for name, question, answer in self._CELLS:
            self[name].data = counts.get(question, {}).get(answer)
        known = counts.get(Question.PC4, {})
        for pc4 in sorted(known.keys() - {UNSAID}):
            self.postcodes.append_entry({"pc4": pc4, "number": known[pc4]})
        self.add_rows()

    def add_rows(self) -> None:
        for _row in range(min(EMPTY_ROWS, MOST_ROWS - len(self.postcodes))):
            self.postcodes.append_entry()

    def counts(self) -> Counts:
        counts: Counts = {question: {} for question in Question}
        for name, question, answer in self._CELLS:
            counts[question][answer] = self[name].data or 0
        postcodes = counts[Question.PC4]
        for row in self.postcodes:
            if row.pc4.data:
                postcodes[row.pc4.data] = postcodes.get(row.pc4.data, 0) + (row.number.data or 0)
        return counts
