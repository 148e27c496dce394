"""The three statements and the five answers, as in the meetlat."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

STATEMENTS: tuple[LazyString, ...] = (
    _("Today I spoke to somebody I did not know yet."),
    _("I heard or learned something I did not know yet."),
    _("I would like to come again."),
)

ANSWERS: dict[int, LazyString] = {
    1: _("Disagree completely"),
    2: _("Disagree"),
    3: _("Neither agree nor disagree"),
    4: _("Agree"),
    5: _("Agree completely"),
}
