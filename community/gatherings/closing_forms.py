"""The form that rounds off a gathering."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired

from community.gatherings.models import Absent, Gathering, LookBack
from community.gatherings.rounding_off import LINE_LENGTH, LINES, Afterwards
from community.web.typed import Fits, lines


def _lines(label: object) -> TextAreaField:
    return TextAreaField(label, filters=[lines], validators=[Fits(LINE_LENGTH)])


class CloseForm(FlaskForm):  # type: ignore[misc]
    head_count = IntegerField(
        _("How many people were there?"), validators=[InputRequired(_("Fill in a number."))]
    )
    how = RadioField(
        _("Did you count them?"),
        choices=[
            SelectChoice("counted", _("Counted")),
            SelectChoice("estimated", _("Estimated")),
        ],
        default="counted",
    )
    worked = _lines(_("What worked?"))
    did_not = _lines(_("What did not?"))
    next_time = _lines(_("What would you do differently next time?"))
    absent = RadioField(
        _("What shall we do about them?"),
        choices=[
            SelectChoice(Absent.NOTHING, _("Nothing")),
            SelectChoice(Absent.NOTE, _("Send a friendly e-mail: ‘We missed you’")),
            SelectChoice(Absent.LEFT_OUT, _("They hear nothing more about this activity")),
        ],
        default=Absent.NOTHING,
    )

    def show(self, gathering: Gathering, look_back: LookBack | None, present: int) -> None:
        """What was noted; before that, what the check-in knows."""
        if gathering.head_count is not None:
            self.head_count.data = gathering.head_count
            self.how.data = "estimated" if gathering.head_count_estimated else "counted"
        elif present:
            self.head_count.data = present
        if look_back is not None:
            for name in LINES:
                self[name].data = getattr(look_back, name)
            self.absent.data = look_back.absent

    def told(self) -> Afterwards:
        return Afterwards(
            head_count=self.head_count.data,
            estimated=self.how.data == "estimated",
            absent=Absent(self.absent.data) if self.absent.raw_data else None,
            **{name: self[name].data or "" for name in LINES},
        )
