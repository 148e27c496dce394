"""The manager's three choices."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField

from community.lots.models import FEWEST, MOST, USUAL, Practice, Sampling


def _practice(label: object) -> RadioField:
    return RadioField(
        label,
        choices=[
            SelectChoice(Practice.NONE, _("Nowhere")),
            SelectChoice(Practice.BY_LOT, _("At some activities, drawn by lot every month")),
            SelectChoice(Practice.ALWAYS, _("At all activities")),
        ],
        default=Practice.NONE,
        validate_choice=True,
    )


class LotsForm(FlaskForm):  # type: ignore[misc]
    tally = _practice(_("Where do we ask people to fill in a tally card?"))
    pulse = _practice(_("Where do we ask for an exit pulse?"))
    one_in = SelectField(
        _("How many are drawn?"),
        coerce=int,
        choices=[
            SelectChoice(number, _("1 in %(number)d", number=number))
            for number in range(FEWEST, MOST + 1)
        ],
        default=USUAL,
        invalid_choice_message=_("Choose one from the list."),
    )

    def show(self, sampling: Sampling | None) -> None:
        if sampling is not None:
            self.tally.data, self.pulse.data = sampling.tally, sampling.pulse
            self.one_in.data = sampling.one_in
