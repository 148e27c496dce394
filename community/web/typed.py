"""For the fields of forms: what was typed, made fit to keep, or a message beside the field.

    title = StringField(…, filters=[line], validators=[Fits(80)])
    text = TextAreaField(…, filters=[lines])
    url = URLField(…, filters=[line], validators=[…, other_program])

WTForms shows the ValueError of a filter as the field's error, so the answer is a 422.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext, lazy_gettext
from wtforms import Field, Form
from wtforms.validators import Length, ValidationError

from community import outside
from community.outside import Reach
from community.texts import UnfitText, clean_line, clean_text


class Fits(Length):  # type: ignore[misc]
    """A validator: at most as many characters as are kept."""

    def __init__(self, most: int) -> None:
        said = lazy_gettext("This is too long: at most %(most)s characters.", most=most)
        super().__init__(max=most, message=said)


def line(value: str | None) -> str:
    try:
        return clean_line(value)
    except UnfitText as unfit:
        raise ValueError(gettext(unfit.message, **unfit.values)) from None


def lines(value: str | None) -> str:
    try:
        return clean_text(value)
    except UnfitText as unfit:
        raise ValueError(gettext(unfit.message, **unfit.values)) from None


def other_program(_form: Form, field: Field) -> None:
    """A validator: never over an open line, and never to what only this machine reaches."""
    reach = outside.reach_of(current_app.config)
    try:
        outside.check(field.data, reach=reach)
    except outside.OutsideError as error:
        raise ValidationError(gettext(error.message, **error.values)) from None
    if reach is Reach.PUBLIC and urlsplit(field.data).scheme != "https":
        raise ValidationError(gettext("The address begins with https://."))
