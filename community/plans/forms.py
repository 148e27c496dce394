"""The forms of the action plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community.plans.models import (
    LONGEST_ADVICE,
    LONGEST_WHAT,
    LONGEST_WHO,
    LONGEST_WHY,
    Action,
)
from community.plans.services import Draft
from community.plans.subjects import Subject
from community.web.typed import Fits, line

_CHOOSE_A_DAY = _("Choose a day.")
_SINCE, _UNTIL = date(2000, 1, 1), date(2999, 12, 31)


def _of_our_time(_form: FlaskForm, field: DateField) -> None:
    """A slip of the keyboard makes a day in the year 26, which stands on the plan for ever."""
    if field.data and not _SINCE <= field.data <= _UNTIL:
        raise ValidationError(str(_CHOOSE_A_DAY))


class ActionForm(FlaskForm):  # type: ignore[misc]
    """What, who and by when."""

    what = StringField(
        _("What are you going to do?"),
        filters=[line],
        validators=[DataRequired(_("Say what you are going to do.")), Fits(LONGEST_WHAT)],
    )
    who = StringField(
        _("Who does it?"),
        filters=[line],
        validators=[DataRequired(_("Say who does it.")), Fits(LONGEST_WHO)],
    )
    due_on = DateField(
        _("When should it be done?"), validators=[InputRequired(_CHOOSE_A_DAY), _of_our_time]
    )
    subject = SelectField(
        _("What is it about?"),
        validators=[InputRequired(_("Choose what it is about."))],
        invalid_choice_message=_("Choose one from the list."),
    )
    advice = HiddenField(filters=[line], validators=[Fits(LONGEST_ADVICE)])

    def offer(self, subjects: Iterable[Subject], action: Action | None = None) -> None:
        """The subjects to choose from; what an action is about already stays a choice."""
        choices = {subject.key: subject.label for subject in subjects}
        if action is not None:
            choices.setdefault(action.subject, action.subject)
        self.subject.choices = [
            SelectChoice("", _("Choose one")),
            *(SelectChoice(key, label) for key, label in choices.items()),
        ]

    def show(self, action: Action) -> None:
        for name in ("what", "who", "due_on", "subject", "advice"):
            self[name].data = getattr(action, name)

    def draft(self) -> Draft:
        return Draft(
            subject=self.subject.data,
            what=self.what.data,
            who=self.who.data,
            due_on=self.due_on.data,
        )


class DoneForm(FlaskForm):  # type: ignore[misc]
    done_on = DateField(_("Done on"), validators=[InputRequired(_CHOOSE_A_DAY), _of_our_time])


class LetGoForm(FlaskForm):  # type: ignore[misc]
    why = StringField(
        _("Why not?"),
        filters=[line],
        validators=[DataRequired(_("Say in a few words why.")), Fits(LONGEST_WHY)],
    )
