"""What a partner fills in: a correction, and what they think of us."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, Optional

from community.partners.amounts import cents_of, minutes_of, typed_hours, typed_money
from community.partners.confirming import Correction
from community.partners.forms import Reads, line_field
from community.partners.judging import Opinion
from community.partners.models import QuarterLine
from community.web.formats import lazy_capital
from community.web.typed import Fits, lines

#: `antwoorden_peiling` of meetlat.json.
ANSWERS = {
    5: _("agree completely"),
    4: _("agree"),
    3: _("neither agree nor disagree"),
    2: _("disagree"),
    1: _("disagree completely"),
}


def _statement(words: object) -> RadioField:
    return RadioField(
        words,
        choices=[SelectChoice(str(number), lazy_capital(said)) for number, said in ANSWERS.items()],
        validators=[Optional()],
        validate_choice=False,
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """One button, and `peiling_partner` of meetlat.json, which may be passed over."""

    same_goal = _statement(_("We and the library have the same goal in mind."))
    keeps_word = _statement(_("The library does what was agreed."))
    more_together = _statement(_("Together we reach more than alone."))

    def opinion(self) -> Opinion:
        """An answer that is none of the five counts as passed over."""
        given = {
            name: int(self[name].data) if self[name].data in {"1", "2", "3", "4", "5"} else None
            for name in ("same_goal", "keeps_word", "more_together")
        }
        return Opinion(**given)


class RemarkForm(FlaskForm):  # type: ignore[misc]
    """What is not right about a goal or a look-back."""

    remark = TextAreaField(
        _("How would you put it?"),
        filters=[lines],
        validators=[DataRequired(_("Say in a sentence what is not right.")), Fits(300)],
    )

    def show(self, line: QuarterLine) -> None:
        """Nothing is filled in: it is theirs to say."""

    def correction(self) -> Correction:
        return Correction(remark=self.remark.data)


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """What the partner brought according to itself."""

    hours = line_field(_("Hours of work"), 20, Reads(minutes_of))
    money = line_field(_("Money, in euros"), 20, Reads(cents_of))
    room = BooleanField(_("We gave a room"))
    not_there = BooleanField(_("We did not take part in this"))
    remark = TextAreaField(_("Do you want to say more?"), filters=[lines], validators=[Fits(300)])

    def show(self, line: QuarterLine) -> None:
        self.hours.data, self.money.data = typed_hours(line.minutes), typed_money(line.cents)
        self.room.data = line.room

    def correction(self) -> Correction:
        return Correction(
            was_there=not self.not_there.data,
            minutes=minutes_of(self.hours.data),
            room=self.room.data,
            cents=cents_of(self.money.data),
            remark=self.remark.data,
        )
