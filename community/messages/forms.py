"""Writing to the people of a gathering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from community.gatherings.models import Gathering, SignUp
from community.messages.labels import AUDIENCES
from community.messages.models import MOST_SUBJECT, MOST_TEXT, Audience, Message
from community.messages.services import Draft
from community.web.typed import line, lines

#: Only once it has begun there is anybody who came.
AFTERWARDS = frozenset({Audience.CAME, Audience.ABSENT})


class MessageForm(FlaskForm):  # type: ignore[misc]
    audience = RadioField(
        _("Who is it for?"), validators=[InputRequired(_("Choose who it is for."))]
    )
    chosen = SelectMultipleField(_("Who exactly?"), coerce=int)
    subject = StringField(
        _("Subject"),
        filters=[line],
        validators=[
            DataRequired(_("Say in a few words what it is about.")),
            Length(max=MOST_SUBJECT, message=_("Keep the subject below %(max)d characters.")),
        ],
    )
    text = TextAreaField(
        _("Your message"),
        filters=[lines],
        validators=[
            DataRequired(_("Write what you want to say.")),
            Length(max=MOST_TEXT, message=_("Keep your message below %(max)d characters.")),
        ],
    )

    def offer(
        self,
        gathering: Gathering,
        people: Sequence[SignUp],
        numbers: Mapping[Audience, int],
        *,
        full_names: bool,
        now: datetime,
    ) -> None:
        """The audiences that there are now, and everybody who can be ticked."""
        shown = [
            audience
            for audience in Audience
            if gathering.has_begun(now) or audience not in AFTERWARDS
        ]
        self.audience.choices = [
            SelectChoice(each.value, _with_number(str(AUDIENCES[each]), numbers.get(each)))
            for each in shown
        ]
        self.chosen.choices = [
            SelectChoice(
                entry.id, entry.person.full_name if full_names else entry.person.first_name
            )
            for entry in people
        ]
        if gathering.is_sensitive:
            del self.subject

    def show(self, message: Message, chosen: set[int]) -> None:
        self.audience.data = message.audience.value
        self.chosen.data = sorted(chosen)
        self.text.data = message.text
        if "subject" in self:
            self.subject.data = message.subject

    def validate_chosen(self, field: SelectMultipleField) -> None:
        if self.audience.data == Audience.CHOSEN and not field.data:
            raise ValidationError(gettext("Tick at least one name."))

    def draft(self) -> Draft:
        return Draft(
            audience=Audience(self.audience.data),
            subject=self.subject.data if "subject" in self else "",
            text=self.text.data,
            chosen=self.chosen.data or (),
        )


def _with_number(label: str, number: int | None) -> str:
    return label if number is None else f"{label} ({number})"
