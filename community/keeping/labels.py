"""How long in words, from the same period that the purge goes by."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext, ngettext

from community.keeping.rules import Rule

_A_MONTH = 365 / 12


def how_long(rule: Rule) -> str:
    if rule.words is None:
        return ""
    periods = {name: period(length) for name, length in rule.periods.items()}
    return str(gettext(rule.words.how_long)) % periods


def period(length: timedelta) -> str:
    """“5 days”, “6 months”: months from two on, as people say it."""
    months = round(length.days / _A_MONTH)
    if months < 2:
        return str(ngettext("%(num)d day", "%(num)d days", length.days))
    return str(ngettext("%(num)d month", "%(num)d months", months))
