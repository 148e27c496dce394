"""Handing in lists of past activities."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField


class ListsForm(FlaskForm):  # type: ignore[misc]
    """The list of activities and, if there is one, the list of who was there."""

    gatherings = FileField(
        _("List of activities (CSV)"), validators=[FileRequired(_("Choose the list."))]
    )
    check_ins = FileField(_("List of who was there (CSV)"))
    skips_errors = BooleanField(_("Skip lines with a mistake, and import the others"))
