"""What people say about themselves."""

from __future__ import annotations

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from community.accounts.agreed import MAY_INVITE
from community.web.layout import NAMES
from community.web.typed import line


class ProfileForm(FlaskForm):  # type: ignore[misc]
    first_name = StringField(
        _("Your first name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in your first name.")),
            Length(max=80, message=_("Keep your name below 80 characters.")),
        ],
    )
    surname = StringField(
        _("Your surname"),
        filters=[line],
        validators=[Length(max=120, message=_("Keep your surname below 120 characters."))],
    )
    phone = StringField(
        _("Your phone number"),
        filters=[line],
        validators=[Length(max=40, message=_("This number is too long to be correct."))],
    )
    language = RadioField(
        _("In which language do we write to you?"),
        choices=lambda: [SelectChoice(code, NAMES[code]) for code in current_app.config["SPOKEN"]],
        validators=[InputRequired(_("Choose a language."))],
    )


class MayInviteForm(FlaskForm):  # type: ignore[misc]
    """One answer for one library."""

    may_invite = RadioField(
        _(MAY_INVITE.words),
        choices=[SelectChoice("yes", _("Yes, you may")), SelectChoice("no", _("No, rather not"))],
        validators=[AnyOf(("yes", "no"), _("Choose yes or no."))],
    )
