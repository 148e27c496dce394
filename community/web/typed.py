"""Filters for form fields: what was typed, made fit to keep, or a message beside the field.

    title = StringField(…, filters=[line])
    text = TextAreaField(…, filters=[lines])

WTForms shows the ValueError of a filter as the field's error, so the answer is a 422.
"""

from __future__ import annotations

from flask_babel import gettext

from community.texts import UnfitText, clean_line, clean_text


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
