"""The form of a new token."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import DataRequired

from community.api import labels
from community.api.models import LONGEST_NAME, Scope
from community.web.typed import Fits, line


class TokenForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Which program is it for?"),
        filters=[line],
        validators=[
            DataRequired(_("Give it a name, so that you know later what it was for.")),
            Fits(LONGEST_NAME),
        ],
    )
    scopes = SelectMultipleField(
        _("What may this program do?"),
        choices=[SelectChoice(scope.value, words) for scope, words in labels.SCOPES.items()],
        validators=[DataRequired(_("Choose at least one. Reading what is public needs no key."))],
    )
    days = RadioField(
        _("How long may it be used?"),
        choices=[
            SelectChoice("90", _("Three months")),
            SelectChoice("365", _("A year")),
            SelectChoice("730", _("Two years")),
        ],
        default="365",
        validators=[DataRequired(_("Choose how long."))],
    )

    def chosen(self) -> frozenset[Scope]:
        return frozenset(Scope(value) for value in self.scopes.data)

    def lasts(self) -> timedelta:
        return timedelta(days=int(self.days.data))
