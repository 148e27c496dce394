"""What quarters are called."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext

from community.words import N_

QUARTERS = (
    N_("first quarter of %(year)d"),
    N_("second quarter of %(year)d"),
    N_("third quarter of %(year)d"),
    N_("fourth quarter of %(year)d"),
)


def quarter_in_words(quarter: date) -> str:
    return str(gettext(QUARTERS[quarter.month // 3], year=quarter.year))
