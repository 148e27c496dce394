"""A form that counts once, however often it is sent."""

from __future__ import annotations

from secrets import token_hex

from flask_wtf import FlaskForm
from wtforms import HiddenField


class OnceForm(FlaskForm):  # type: ignore[misc]
    """Carries a mark of its own, by which a second press is known as the same."""

    once = HiddenField(default=lambda: token_hex(16))

    @property
    def once_only(self) -> str:
        """A browser sends back what it got; whoever sends anything else sends each time anew."""
        sent = self.once.data or ""
        return sent if len(sent) == 32 and sent.isalnum() else token_hex(16)
