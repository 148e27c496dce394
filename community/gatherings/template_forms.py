"""The form that names a template."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired

from community.gatherings.template_models import LONGEST_NAME
from community.web.typed import Fits, line


class TemplateForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Name of the template"),
        filters=[line],
        validators=[DataRequired(_("Give the template a name.")), Fits(LONGEST_NAME)],
    )
    #: Only shown once the name turns out to be taken.
    replace = BooleanField(_("Replace it with this one"))
