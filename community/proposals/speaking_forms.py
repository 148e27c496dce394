"""The forms with which a librarian writes down what somebody says at the counter."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_hex

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Regexp

from community.accounts.forms import address
from community.consents.labels import CHANNELS
from community.consents.models import SPOKEN, Channel
from community.proposals.forms import BackingForm, ProposalForm, fits, form_to_back
from community.proposals.models import ProposalDate
from community.proposals.speaking import Speaker
from community.register.forms import MOST_OF_A_NAME, MOST_OF_A_PHONE
from community.web.typed import line


def _address_or_none(value: str | None) -> str:
    return address(value) if (value or "").strip() else ""


class _Speaking(FlaskForm):  # type: ignore[misc]
    """Who says it, and that they heard who will see it."""

    first_name = StringField(
        _("First name"),
        filters=[line],
        validators=[DataRequired(_("Fill in a first name.")), fits(MOST_OF_A_NAME)],
    )
    email = EmailField(_("E-mail address"), filters=[_address_or_none])
    phone = StringField(_("Telephone number"), filters=[line], validators=[fits(MOST_OF_A_PHONE)])
    how = RadioField(
        _("How did they say yes?"),
        choices=[SelectChoice(how.value, CHANNELS[how]) for how in SPOKEN],
        default=Channel.COUNTER.value,
        validators=[InputRequired(_("Choose one from the list."))],
    )
    said_yes = BooleanField(_("I read this to them, and they said yes."))
    once = HiddenField(default=lambda: token_hex(16), validators=[Regexp(r"^[0-9a-f]{32}$")])

    def validate_said_yes(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("Read to them who will see this, and ask for a yes."))

    def speaker(self, language: str) -> Speaker:
        return Speaker(
            first_name=self.first_name.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
            language=language,
            how=Channel(self.how.data),
            once=self.once.data,
        )


class SpokenProposalForm(_Speaking, ProposalForm):
    """The rules of the house are for who writes by themselves: a librarian reads this anyway."""

    is_old_enough = BooleanField(_("They are 16 or older."))

    def validate_is_old_enough(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("Who proposes something is 16 or older."))


class SpokenBackingForm(_Speaking, BackingForm):
    is_old_enough = BooleanField(_("They are 16 or older."))


def form_to_speak(dates: Iterable[ProposalDate]) -> SpokenBackingForm:
    form: SpokenBackingForm = form_to_back(dates, kind=SpokenBackingForm)
    return form
