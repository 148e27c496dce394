"""Whom to invite."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired


class InviteForm(FlaskForm):  # type: ignore[misc]
    """People by their ids; who may not be invited after all is passed over, and counted."""

    people = SelectMultipleField(
        _("Who do you want to invite?"),
        coerce=int,
        validate_choice=False,
        validators=[DataRequired(_("First tick who you want to invite."))],
    )
