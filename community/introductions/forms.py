"""The forms of introductions: asking, answering, writing, and what came of it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from community.accounts.models import Person
from community.introductions import labels
from community.introductions.models import LONGEST_MESSAGE, Means, Share
from community.moderation.rules_form import RulesForm
from community.web.once import OnceForm
from community.web.typed import lines

_TOO_LONG = Length(max=LONGEST_MESSAGE, message=_("Keep it below 1,500 characters."))


class Sharing:
    """What the other may see after both have said yes: only what we have."""

    shares: SelectMultipleField

    def offer_shares(self, person: Person) -> None:
        has = {Share.MAIL: person.email, Share.PHONE: person.phone}
        self.shares.choices = [
            SelectChoice(share.value, f"{label}: {has[share]}")
            for share, label in labels.SHARES.items()
            if has[share]
        ]

    @property
    def shared(self) -> frozenset[Share]:
        return frozenset(Share(each) for each in self.shares.data or [])


def _shares() -> SelectMultipleField:
    return SelectMultipleField(_("What may the other person see when you both say yes?"))


class AskForm(Sharing, RulesForm, OnceForm):
    text = TextAreaField(
        _("Write something to the other person"),
        filters=[lines],
        validators=[
            DataRequired(_("Write in a sentence or two what it is about.")),
            _TOO_LONG,
        ],
    )
    shares = _shares()
    of_age = BooleanField(
        _("I am 16 or older"),
        validators=[InputRequired(_("Are you younger than 16? Then ask us at the counter."))],
    )


class YesForm(Sharing, FlaskForm):  # type: ignore[misc]
    shares = _shares()


class MessageForm(RulesForm, OnceForm):
    text = TextAreaField(
        _("Your message"),
        filters=[lines],
        validators=[DataRequired(_("Write something first.")), _TOO_LONG],
    )


class OutcomeForm(FlaskForm):  # type: ignore[misc]
    met = RadioField(
        _("Did you meet or speak to each other?"),
        choices=[SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))],
        validators=[InputRequired(_("Choose yes or no."))],
    )
    outcome = RadioField(
        _("Did it bring you what you hoped for?"),
        choices=[SelectChoice(each.value, label) for each, label in labels.OUTCOMES.items()],
        validators=[InputRequired(_("Choose one of the three."))],
    )


class SpokenForm(Sharing, FlaskForm):  # type: ignore[misc]
    """What one of both said to somebody at the desk."""

    answer = RadioField(
        _("What do they say?"),
        choices=[
            SelectChoice("yes", _("Yes, they would like to meet")),
            SelectChoice("no", _("No, not now")),
        ],
        validators=[InputRequired(_("Choose yes or no."))],
    )
    by = RadioField(
        _("How did you hear it?"),
        choices=[
            SelectChoice(Means.DESK.value, _("At the counter")),
            SelectChoice(Means.PHONE.value, _("By phone")),
        ],
        default=Means.PHONE.value,
        validators=[InputRequired(_("Choose one of the two."))],
    )
    shares = SelectMultipleField(_("What may the other person see?"))
