"""A library's own words in a mail."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField, ValidationError
from wtforms.validators import Length

from community.errors import DomainError
from community.outbox import wording
from community.outbox.models import MailWording
from community.web.i18n import sentence
from community.web.typed import lines

_NOT_TOO_LONG = Length(max=wording.MOST, message=_("Keep this below %(max)d characters."))


class WordingForm(FlaskForm):  # type: ignore[misc]
    greeting = TextAreaField(_("How it begins"), filters=[lines], validators=[_NOT_TOO_LONG])
    closing = TextAreaField(_("How it ends"), filters=[lines], validators=[_NOT_TOO_LONG])

    #: The variables of this mail, which the page fills in.
    variables: Mapping[str, str] = {}

    def show(self, own: MailWording | None) -> None:
        self.greeting.data = own.greeting if own else ""
        self.closing.data = own.closing if own else ""

    def validate_greeting(self, field: TextAreaField) -> None:
        self._check(field)

    def validate_closing(self, field: TextAreaField) -> None:
        self._check(field)

    def _check(self, field: TextAreaField) -> None:
        try:
            wording.check(field.data, self.variables)
        except DomainError as refused:
            raise ValidationError(sentence(refused)) from None


def languages() -> dict[str, str]:
    """What to call the languages that mails are written in."""
    return {"nl": gettext("in Dutch"), "en": gettext("in English")}
