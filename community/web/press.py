"""A form that asks nothing: the button of an act, with the token that says it came from us."""

from __future__ import annotations

from flask_wtf import FlaskForm


class PressForm(FlaskForm):  # type: ignore[misc]
    """A button, and nothing to fill in."""
