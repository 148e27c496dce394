"""The forms about teams."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, ValidationError

from community.accounts.forms import address
from community.teams.models import MOST_OF_A_REASON, Team
from community.teams.services import TeamDraft
from community.web.typed import Fits, line, lines


def address_or_nothing(value: str | None) -> str | None:
    """A filter: the one spelling of an address, or nothing when nothing was typed."""
    return address(value) if value and value.strip() else None


class TeamForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Name"),
        filters=[line],
        validators=[
            DataRequired(_("A team has a name.")),
            Fits(80),
        ],
    )
    front_line = BooleanField(_("This team meets the public every day, such as the front desk."))
    lead_name = StringField(
        _("Who leads it?"),
        filters=[line],
        validators=[Fits(80)],
    )
    lead_email = EmailField(_("E-mail address"), filters=[address_or_nothing])
    is_resting = BooleanField(_("This team is inactive: it can no longer be chosen."))

    def validate_lead_name(self, field: StringField) -> None:
        if self.lead_email.data and not field.data:
            raise ValidationError(str(_("Fill in a first name.")))

    def validate_lead_email(self, field: EmailField) -> None:
        if self.lead_name.data and not field.data:
            raise ValidationError(str(_("Fill in where the list should go.")))

    def show(self, team: Team) -> None:
        self.name.data, self.front_line.data = team.name, team.front_line
        self.is_resting.data = team.is_resting
        if team.lead:
            self.lead_name.data, self.lead_email.data = team.lead.first_name, team.lead.email

    def draft(self) -> TeamDraft:
        return TeamDraft(
            name=self.name.data,
            front_line=bool(self.front_line.data),
            is_resting=bool(self.is_resting.data),
        )


class PartsForm(FlaskForm):  # type: ignore[misc]
    """Which of our teams took part in a gathering."""

    teams = SelectMultipleField(_("Which of our teams took part?"), coerce=int)

    def offer(self, teams: Iterable[Team]) -> None:
        self.teams.choices = [SelectChoice(team.id, team.name) for team in teams]


class DisputeForm(FlaskForm):  # type: ignore[misc]
    """Why a line of a list is not right."""

    reason = TextAreaField(
        _("What is not right?"),
        filters=[lines],
        validators=[
            DataRequired(_("Say in a few words what is not right.")),
            Fits(MOST_OF_A_REASON),
        ],
    )
