"""The forms with which a librarian writes down what somebody says at the counter."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectChoice,
    StringField,
    ValidationError,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired

from community.accounts.forms import address
from community.accounts.models import Person
from community.consents.labels import CHANNELS
from community.consents.models import SPOKEN, Channel
from community.proposals.forms import BackingForm, ProposalForm, fits, form_to_back
from community.proposals.models import ProposalDate
from community.proposals.speaking import Speaker
from community.register.forms import MOST_OF_A_NAME, MOST_OF_A_PHONE
from community.web.once import OnceForm
from community.web.typed import line


def _about_them(field: UnboundField, label: LazyString) -> UnboundField:
    """The same question about somebody else: only its label is another."""
    return field.field_class(label, **field.kwargs)


def _address_or_none(value: str | None) -> str:
    return address(value) if (value or "").strip() else ""


class _SayingYes(OnceForm):
    """That they heard who will see it, and how they said yes."""

    how = RadioField(
        _("How did they say yes?"),
        choices=[SelectChoice(how.value, CHANNELS[how]) for how in SPOKEN],
        default=Channel.COUNTER.value,
        validators=[InputRequired(_("Choose one from the list."))],
    )
    said_yes = BooleanField(_("I read this to them, and they said yes."))

    def validate_said_yes(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("Read to them who will see this, and ask for a yes."))

    def speaker(self, language: str, known: Person | None = None) -> Speaker:
        """`known`: the person whom the librarian found."""
        return Speaker(
            person_id=known.id if known else None,
            language=language,
            how=Channel(self.how.data),
            once=self.once_only,
            **self.who(),
        )

    def who(self) -> dict[str, str]:
        """What was said of somebody who is new."""
        return {}


class _Speaking(_SayingYes):
    """Who says it, when the library does not know them."""

    first_name = StringField(
        _("First name"),
        filters=[line],
        validators=[DataRequired(_("Fill in a first name.")), fits(MOST_OF_A_NAME)],
    )
    email = EmailField(_("E-mail address"), filters=[_address_or_none])
    phone = StringField(_("Phone number"), filters=[line], validators=[fits(MOST_OF_A_PHONE)])

    def who(self) -> dict[str, str]:
        return {
            "first_name": self.first_name.data,
            "email": self.email.data or "",
            "phone": self.phone.data or "",
        }


class _SpokenProposal(_SayingYes, ProposalForm):
    """The rules of the house are for who writes by themselves: a librarian reads this anyway."""

    text = _about_them(ProposalForm.text, _("Do they want to say more?"))
    bring = _about_them(ProposalForm.bring, _("What will they bring themselves?"))
    is_old_enough = BooleanField(_("They are 16 or older."))
    is_known: bool = False  #: Whether they said so before.

    def validate_is_old_enough(self, field: BooleanField) -> None:
        if not (field.data or self.is_known):
            raise ValidationError(gettext("Anyone who proposes something is 16 or older."))


class SpokenProposalForm(_Speaking, _SpokenProposal):
    """Of somebody whom the library does not know yet."""


def form_to_propose_for(person: Person) -> _SpokenProposal:
    """Of somebody who has been here before: what they said then is not asked again."""
    said_age = person.age_said_at is not None
    form: _SpokenProposal = type("KnownForm", (_SpokenProposal,), {"is_known": said_age})()
    return form


class _SpokenBacking(_SayingYes, BackingForm):
    bring = _about_them(BackingForm.bring, _("What will they bring?"))
    is_old_enough = BooleanField(_("They are 16 or older."))

    def validate_is_old_enough(self, field: BooleanField) -> None:
        if self.bring.data and not (field.data or self.is_known):
            raise ValidationError(
                gettext(
                    "Anyone who brings something is 16 or older. If not, leave that field empty."
                )
            )


class SpokenBackingForm(_Speaking, _SpokenBacking):
    """Of somebody whom the library does not know yet."""


def form_to_speak(dates: Iterable[ProposalDate], person: Person | None = None) -> _SpokenBacking:
    kind = _SpokenBacking if person else SpokenBackingForm
    said_age = person is not None and person.age_said_at is not None
    form: _SpokenBacking = form_to_back(dates, kind=kind, is_known=said_age)
    return form
