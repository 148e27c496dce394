"""The forms of promises."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from community.accounts.models import Person
from community.gatherings.appointment_forms import Near
from community.partners.models import Partner
from community.promises.agreed import NAMED
from community.promises.making import Draft
from community.promises.models import LONGEST_WHAT, LONGEST_WORDS, Promise
from community.web.once import OnceForm
from community.web.typed import Fits, line

LIBRARY = "library"


def _what(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[line],
        validators=[DataRequired(_("Say what was promised.")), Fits(LONGEST_WHAT)],
    )


class _WordsForm(FlaskForm):  # type: ignore[misc]
    """The words of a promise and its day."""

    by_when = DateField(_("By when?"), validators=[Optional(), Near()])

    def show(self, promise: Promise) -> None:
        self.what.data, self.by_when.data = promise.what, promise.by_when


class RewordForm(_WordsForm):
    what = _what(_("What was promised?"))


class OwnWordsForm(_WordsForm):
    """In the words of whose it is."""

    what = _what(_("What are you going to do?"))
    named = BooleanField(_(NAMED.words))


class MakeForm(OnceForm):
    what = _what(_("What was promised?"))
    who = SelectField(
        _("Who does it?"),
        validators=[DataRequired(_("Choose who does it."))],
        invalid_choice_message=_("Choose one from the list."),
    )
    by_when = DateField(_("By when?"), validators=[Optional(), Near()])

    def offer(self, people: Iterable[Person], partners: Iterable[Partner]) -> None:
        """The library, who was in it, and the partners."""
        there, organisations = gettext("Who took part"), gettext("Partners")
        self.who.choices = [
            SelectChoice("", gettext("Choose one")),
            SelectChoice(LIBRARY, gettext("The library")),
            *(SelectChoice(f"person-{each.id}", each.full_name, optgroup=there) for each in people),
            *(
                SelectChoice(f"partner-{each.id}", each.name, optgroup=organisations)
                for each in partners
            ),
        ]

    def draft(self, item_id: int | None) -> Draft:
        kind, _dash, number = self.who.data.partition("-")
        return Draft(
            what=self.what.data,
            by_when=self.by_when.data,
            person_id=int(number) if kind == "person" else None,
            partner_id=int(number) if kind == "partner" else None,
            harvest_item_id=item_id,
        )


class AgreeForm(FlaskForm):  # type: ignore[misc]
    named = BooleanField(_(NAMED.words))


class AnswerForm(FlaskForm):  # type: ignore[misc]
    words = StringField(
        _("Do you want to add something?"), filters=[line], validators=[Fits(LONGEST_WORDS)]
    )
