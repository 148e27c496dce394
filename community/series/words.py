"""A rule as people say it: `elke eerste dinsdag van de maand om 19.30 uur, niet in de …`."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from community.clock import from_local
from community.series.rule import LAST, PeriodKind, Rule, Slot, Why
from community.web import formats

_A_MONDAY = date(2024, 1, 1)

PERIOD_KINDS: dict[PeriodKind, LazyString] = {
    PeriodKind.HOLIDAY: lazy_gettext("School holidays"),
    PeriodKind.CLOSED: lazy_gettext("We are closed"),
}


def cadence(rule: Rule) -> str:
    """How often: `om de week op woensdag`."""
    names = [formats.weekday(_A_MONDAY + timedelta(days=day)) for day in sorted(rule.weekdays)]
    if rule.nth is not None:
        return _of_the_month(rule.nth, names[0])
    on = formats.joined(names)
    said: str
    if rule.weeks == 1:
        said = _("every %(days)s", days=on)
    elif rule.weeks == 2:
        said = _("every other week on %(days)s", days=on)
    else:
        said = _("every %(number)s weeks on %(days)s", number=rule.weeks, days=on)
    return said


def in_words(rule: Rule) -> str:
    """The whole rule, in one sentence without a capital."""
    parts = [_("%(cadence)s at %(time)s", cadence=cadence(rule), time=_time(rule))]
    if rule.until is not None:
        parts.append(_("up to and including %(day)s", day=formats.day_short(rule.until)))
    if rule.not_in_holidays:
        parts.append(_("not in the school holidays"))
    return formats.comma().join(parts)


def why(slot: Slot) -> str:
    """Why a date falls out."""
    if slot.why is not Why.NO_SUCH_TIME:
        return slot.because
    said: str = _("the clocks go forward that night")
    return said


def _of_the_month(nth: int, day: str) -> str:
    said: dict[int, str] = {
        1: _("every first %(day)s of the month", day=day),
        2: _("every second %(day)s of the month", day=day),
        3: _("every third %(day)s of the month", day=day),
        4: _("every fourth %(day)s of the month", day=day),
        LAST: _("every last %(day)s of the month", day=day),
    }
    return said[nth]


def _time(rule: Rule) -> str:
    """On a day in January, when every hour exists."""
    return formats.time_span(from_local(_A_MONDAY, rule.starts))
