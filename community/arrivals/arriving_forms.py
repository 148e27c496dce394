"""What somebody may fill in on their own telephone when they come in. Nothing has to be."""

from __future__ import annotations

from secrets import token_hex

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Regexp, ValidationError

from community.areas.visitors import PC4, AgeClass
from community.arrivals.forms import KEY, MOST_OF_A_NAME
from community.gatherings.attendance import Said
from community.web.typed import line

AGES = {
    AgeClass.CHILD: _("12 or younger"),
    AgeClass.TEENAGER: _("13 to 17"),
    AgeClass.YOUNG: _("18 to 30"),
    AgeClass.GROWN: _("31 to 45"),
    AgeClass.MIDDLE: _("46 to 64"),
    AgeClass.OLDER: _("65 or older"),
}


def _ages() -> list[SelectChoice]:
    said = [SelectChoice(age.value, str(words)) for age, words in AGES.items()]
    return [SelectChoice("", gettext("Rather not say")), *said]


class StandingForm(FlaskForm):  # type: ignore[misc]
    """The three questions of the tally card, each of which may stay as it is."""

    first_time = RadioField(
        _("Is this your first time here?"),
        choices=[
            SelectChoice("yes", _("Yes")),
            SelectChoice("no", _("No")),
            SelectChoice("", _("Rather not say")),
        ],
        default="",
        validate_choice=False,
    )
    age_class = SelectField(_("How old are you?"), choices=_ages, default="", coerce=str)
    pc4 = StringField(_("The four digits of your postcode"), filters=[line])

    def show(self, said: Said) -> None:
        """What was answered once; it can be answered otherwise today."""
        self.first_time.data = {True: "yes", False: "no", None: ""}[said.first_time]
        self.age_class.data, self.pc4.data = said.age_class or "", said.pc4 or ""

    def validate_pc4(self, field: StringField) -> None:
        if field.data and not PC4.fullmatch(field.data):
            raise ValidationError(gettext("Fill in four digits, such as 7731, or nothing."))

    def said(self) -> Said:
        """Only what was answered; it is counted, and kept with the visit."""
        first = {"yes": True, "no": False}.get(self.first_time.data)
        age = AgeClass(self.age_class.data) if self.age_class.data else None
        return Said(first, age, self.pc4.data or None)


class ArrivingForm(StandingForm):
    """For who is known, by account: one button, and the questions."""

    #: The same form sent twice is one person.
    key = HiddenField(default=lambda: token_hex(16), validators=[Regexp(KEY)])


class StrangerForm(ArrivingForm):
    """For who has no account here: the code of a mail, or a first name, or neither."""

    code = StringField(_("Your code"), filters=[line], validators=[Length(max=20)])
    name = StringField(
        _("Your first name"),
        filters=[line],
        validators=[Length(max=MOST_OF_A_NAME, message=_("Keep the name below 80 characters."))],
    )


class HeadForm(FlaskForm):  # type: ignore[misc]
    """Of a sensitive gathering: somebody is here, and nobody asks who."""

    key = HiddenField(default=lambda: token_hex(16), validators=[Regexp(KEY)])

    def said(self) -> Said:
        return Said()
