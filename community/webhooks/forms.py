"""The form of a webhook."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectMultipleField, StringField, URLField
from wtforms.validators import DataRequired

from community.web.typed import Fits, line, other_program
from community.webhooks import labels
from community.webhooks.models import LONGEST_NAME, LONGEST_URL, Event, Webhook
from community.webhooks.services import WebhookDraft


class WebhookForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Which program is it?"),
        filters=[line],
        validators=[
            DataRequired(_("Give it a name, so that you know later what it was for.")),
            Fits(LONGEST_NAME),
        ],
    )
    url = URLField(
        _("Where do we send the news?"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in the address that its maker gave you.")),
            Fits(LONGEST_URL),
            other_program,
        ],
    )
    events = SelectMultipleField(
        _("What does it want to know?"),
        choices=[SelectChoice(event.value, words) for event, words in labels.EVENTS.items()],
        validators=[DataRequired(_("Choose at least one."))],
    )

    def show(self, webhook: Webhook) -> None:
        self.name.data, self.url.data = webhook.name, webhook.url
        self.events.data = [event.value for event in webhook.events]

    def draft(self) -> WebhookDraft:
        return WebhookDraft(
            name=self.name.data,
            url=self.url.data,
            events=frozenset(Event(value) for value in self.events.data),
        )
