"""The manager's one choice about who may see the meetlat."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice

from community.meetlat.models import Publicity


class PublicityForm(FlaskForm):  # type: ignore[misc]
    shows = RadioField(
        _("What may the public see?"),
        choices=[
            SelectChoice(Publicity.NOTHING, _("Nothing")),
            SelectChoice(
                Publicity.SCORES, _("The scores: the two dimensions and the building blocks")
            ),
            SelectChoice(Publicity.QUESTIONS, _("The scores, and every question with its level")),
        ],
        default=Publicity.NOTHING,
        validate_choice=True,
    )
