"""Handing in who live around a library."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import HiddenField

#: A list of the whole country is half of this.
MOST_BYTES = 1_000_000


class ListForm(FlaskForm):  # type: ignore[misc]
    people = FileField(
        _("List of who lives where (CSV)"),
        validators=[
            FileRequired(_("Choose the list.")),
            FileSize(MOST_BYTES, message=_("This file is too large for such a list.")),
        ],
    )


class BackForm(FlaskForm):  # type: ignore[misc]
    """Putting the list before back; which that was, in case somebody else was first."""

    was = HiddenField()
