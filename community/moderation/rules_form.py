"""What a form carries that others will read: the rules of the house, beside its button."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Self

from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import StringField, ValidationError

from community.consents.models import Channel
from community.db import session as reading
from community.moderation import agreeing
from community.moderation.agreeing import Asking, How, Known


class RulesForm(FlaskForm):  # type: ignore[misc]
    """Comes with the version of the rules that stood beside the button, as `_rules_asked.html`
    shows it; by itself, where there is only a button."""

    house_rules = StringField()
    asks = Asking()

    def ask(self, library_id: int, person_id: int | None, known: Known | None = None) -> Self:
        """Before it is shown or judged: what to ask of this person."""
        self.asks = agreeing.asking(reading(), library_id, person_id, known)
        return self

    def validate_house_rules(self, field: StringField) -> None:
        """Nobody agrees to words that were not there: the form comes back with the question."""
        if self.asks.must_be_answered and field.data != self.asks.version:
            self.asks = replace(self.asks, how=How.TICK)
            raise ValidationError(gettext("Will you keep to the house rules? Then tick the box."))

    def agree(
        self,
        session: Session,
        library_id: int,
        person_id: int | None,
        *,
        channel: Channel = Channel.SCREEN,
        now: datetime,
    ) -> None:
        """In the transaction of what is sent: they agreed, if they were asked."""
        agreed = self.asks.version and self.house_rules.data == self.asks.version
        if agreed and person_id is not None:
            agreeing.agree(
                session, library_id, person_id, self.asks.version, channel=channel, now=now
            )
