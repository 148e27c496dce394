"""What one has to say to have oneself erased."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SubmitField
from wtforms.validators import InputRequired


class EraseForm(FlaskForm):  # type: ignore[misc]
    sure = BooleanField(
        _("Yes, erase my data. I know that this cannot be undone."),
        validators=[InputRequired(_("Tick this if you are sure."))],
    )


class EraseAtDeskForm(FlaskForm):  # type: ignore[misc]
    sure = BooleanField(
        _("They ask for it themselves, I know that it is them, and that it cannot be undone."),
        validators=[InputRequired(_("Tick this if you are sure."))],
    )


class FileAtDeskForm(FlaskForm):  # type: ignore[misc]
    asked = BooleanField(
        _("They are asking for it themselves, and I know who they are."),
        validators=[InputRequired(_("Tick this if that is so."))],
    )
    on_paper = SubmitField()  #: One of two buttons; the other one is for the file.
