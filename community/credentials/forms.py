"""The forms of this room."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from community.web.typed import line, lines


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        _("Your code"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in your code.")),
            Length(max=40, message=_("This is too long to be a code.")),
        ],
    )


class SetUpForm(CodeForm):
    """The first code that the telephone gives, and the secret that it was made of."""

    sealed = HiddenField()


class NameForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a name.")),
            Length(max=60, message=_("Keep it below 60 characters.")),
        ],
    )


class ResetForm(FlaskForm):  # type: ignore[misc]
    reason = TextAreaField(
        _("Why, in one sentence"),
        filters=[lines],
        validators=[
            DataRequired(_("Say why: the person reads it in an e-mail.")),
            Length(max=300, message=_("Keep it below 300 characters.")),
        ],
    )
