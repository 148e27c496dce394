"""The form of a list of offers: the file, and what was agreed with who is on it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

#: Some thousand lines: a longer list is for the command, which is in nobody's way.
MOST_BYTES = 250_000


class ListForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        _("The list"),
        validators=[
            FileRequired(_("Choose a file.")),
            FileSize(
                max_size=MOST_BYTES,
                message=_("This file is too big: at most 250 kB. Make it several lists."),
            ),
        ],
    )
    was_agreed = BooleanField(
        _("Everyone on it agreed to this on paper: show it at once, and e-mail nobody")
    )
    is_old_enough = BooleanField(
        _("Everyone on it is 16 or older"),
        validators=[DataRequired(_("Only people of 16 and older can offer something."))],
    )


class TakeOverForm(FlaskForm):  # type: ignore[misc]
    """The list as it was looked at."""

    content = HiddenField(validators=[DataRequired()])
    name = StringField(validators=[Length(max=300)])
    was_agreed = BooleanField()
