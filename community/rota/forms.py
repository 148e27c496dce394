"""The forms of the rota."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from community.accounts.models import Membership
from community.rota.models import MOST_HANDS
from community.web.typed import Fits, line


class TaskForm(FlaskForm):  # type: ignore[misc]
    """What has to be done, and by how many."""

    task = StringField(
        _("What has to be done?"),
        filters=[line],
        validators=[
            DataRequired(_("Say what has to be done, such as coffee.")),
            Fits(60),
        ],
    )
    needed = IntegerField(
        _("By how many people?"),
        default=1,
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(
                1, MOST_HANDS, message=_("Choose a number from 1 to %(most)s.", most=MOST_HANDS)
            ),
        ],
    )


class PutOnForm(FlaskForm):  # type: ignore[misc]
    """Somebody who said at the counter that they do it."""

    person = SelectField(
        _("Who does it?"), coerce=int, validators=[InputRequired(_("Choose one from the list."))]
    )

    def offer(self, people: Iterable[Membership]) -> None:
        self.person.choices = [
            SelectChoice(each.person_id, each.person.full_name) for each in people
        ]
