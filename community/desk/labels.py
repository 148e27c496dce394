"""What Today says above its list: a greeting, and numbers as a headline says them."""

from __future__ import annotations

from flask_babel import gettext

from community.words import N_

#: Up to a dozen in words; above that a figure reads better.
NUMBERS = (
    "",
    N_("One"),
    N_("Two"),
    N_("Three"),
    N_("Four"),
    N_("Five"),
    N_("Six"),
    N_("Seven"),
    N_("Eight"),
    N_("Nine"),
    N_("Ten"),
    N_("Eleven"),
    N_("Twelve"),
)


def greeting(name: str, hour: int) -> str:
    """By the hour on the wall: `Goedemorgen, Bas`."""
    said: str
    if 5 <= hour < 12:
        said = gettext("Good morning, %(name)s", name=name)
    elif 12 <= hour < 18:
        said = gettext("Good afternoon, %(name)s", name=name)
    else:
        said = gettext("Good evening, %(name)s", name=name)
    return said


def in_words(number: int) -> str:
    return gettext(NUMBERS[number]) if number < len(NUMBERS) else str(number)
