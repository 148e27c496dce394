"""What somebody fills in to get a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, ValidationError

from community.exports.lists import NAMES
from community.exports.models import Format, Kind
from community.gatherings.appointment_forms import Near

FORMATS = {
    Format.XLSX: _("For a spreadsheet (XLSX)"),
    Format.CSV: _("For another program (CSV)"),
}


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """A list, of a period where that means something. Read from the address."""

    class Meta:
        csrf = False

    soort = RadioField(
        _("Which list"),
        choices=[
            SelectChoice(kind.value, NAMES[kind]) for kind in Kind if kind is not Kind.EVERYTHING
        ],
        default=Kind.GATHERINGS.value,
    )
    van = DateField(_("From"), validators=[InputRequired(_("Fill in a day.")), Near()])
    tot = DateField(
        _("Up to and including"), validators=[InputRequired(_("Fill in a day.")), Near()]
    )
    als = RadioField(
        _("As"),
        choices=[SelectChoice(each.value, label) for each, label in FORMATS.items()],
        default=Format.XLSX.value,
    )

    def validate_tot(self, field: DateField) -> None:
        if self.van.data and field.data and field.data < self.van.data:
            raise ValidationError(_("This is before the first day."))


class EverythingForm(FlaskForm):  # type: ignore[misc]
    """All that the library has: typed out, not clicked by accident."""

    name = StringField(
        _("The name of the library"), validators=[InputRequired(_("Type the name of the library."))]
    )
