"""Dates, times and numbers as people say them, in the language of the page.

Moments are aware and shown on the wall clock of the Netherlands; what is relative is told from
`now`. Patterns that differ by language are words too, and stand in the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, gettext, ngettext, pgettext
from flask_babel.speaklater import LazyString

from community import clock as time_of_day

Day = date | datetime

#: What ends before this hour belongs to the evening it began on.
SMALL_HOURS = time(6)
#: From here on weeks, then months, then years say more than a number of days.
DAYS_UNTIL_WEEKS = 14
DAYS_UNTIL_MONTHS = 61
DAYS_UNTIL_YEARS = 700


def day_of(moment: Day) -> date:
    """The day a moment falls on here; a date is itself."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return time_of_day.local_day(moment)


def weekday(moment: Day) -> str:
    """`dinsdag`, `Tuesday`."""
    return format_date(day_of(moment), "EEEE", locale=locale_code())


def day_number(moment: Day) -> int:
    """`3`: the numeral that stands large beside a date."""
    return day_of(moment).day


def month(moment: Day, now: Day | None = None) -> str:
    """`maart`, and `maart 2027` when that is not this year."""
    return _with_year(moment, "LLLL", now)


def day_long(moment: Day, now: Day | None = None) -> str:
    """`dinsdag 3 maart`, and the year when that is not this one."""
    return _with_year(moment, pgettext("day pattern", "EEEE d MMMM"), now)


def day_short(moment: Day, now: Day | None = None) -> str:
    """`3 maart`, and the year when that is not this one."""
    return _with_year(moment, pgettext("day pattern", "d MMMM"), now)


def clock(moment: datetime) -> str:
    """`14.00`, in English `14:00`."""
    return _clock(_local(moment).time().replace(second=0, microsecond=0), locale_code())


def time_span(start: datetime, end: datetime | None = None) -> str:
    """`14.00 tot 16.30 uur`; over several days the last day is named."""
    if end is None:
        return _o_clock(start)
    said: str
    if spans_days(start, end):
        last_day = day_long(end, now=start)
        said = gettext(
            "%(start)s until %(day)s, %(end)s",
            start=_o_clock(start),
            day=last_day,
            end=_o_clock(end),
        )
    else:
        said = gettext("%(start)s to %(end)s", start=clock(start), end=clock(end))
    return said


def time_until(start: datetime, end: datetime) -> str:
    """The second half of a span, as lists set it apart: `tot 16.30`."""
    said: str
    if spans_days(start, end):
        said = gettext("until %(day)s, %(end)s", day=day_long(end, now=start), end=clock(end))
    else:
        said = gettext("to %(end)s", end=clock(end))
    return said


def date_time_long(moment: datetime, now: Day | None = None) -> str:
    """`dinsdag 3 maart, 14.00 uur`."""
    said: str = gettext("%(day)s, %(time)s", day=day_long(moment, now), time=_o_clock(moment))
    return said


def span_long(start: datetime, end: datetime, now: Day | None = None) -> str:
    """`dinsdag 3 maart, 14.00 tot 16.30 uur`."""
    said: str = gettext("%(day)s, %(time)s", day=day_long(start, now), time=time_span(start, end))
    return said


def spans_days(start: datetime, end: datetime) -> bool:
    """Whether the last day must be named; the small hours belong to the evening before."""
    first, last = _local(start), _local(end)
    if last.date() == first.date() + timedelta(days=1):
        return last.time() >= SMALL_HOURS
    return last.date() > first.date()


def relative_day(moment: Day, now: Day | None = None) -> str:
    """`vandaag`, `morgen`, `over 3 dagen`, `gisteren`, `3 weken geleden`."""
    days = (day_of(moment) - day_of(now or time_of_day.now())).days
    near: dict[int, str] = {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}
    if days in near:
        return near[days]
    unit, count = _largest_unit(abs(days))
    return _ahead(unit, count) if days > 0 else _ago(unit, count)


def day_near(moment: Day, now: Day | None = None) -> str:
    """For a screen with what comes soon: `vandaag`, `morgen`, `zaterdag`, and then `3 maart`."""
    days = (day_of(moment) - day_of(now or time_of_day.now())).days
    if days < 2:
        return relative_day(moment, now)
    return weekday(moment) if days < 7 else day_short(moment, now)


def quoted(words: str) -> str:
    """What somebody wrote, between the quotation marks of the language."""
    said: str = gettext("‘%(words)s’", words=words)
    return said


def capital(words: object) -> str:
    """With a capital at the beginning; what follows keeps its own."""
    said = str(words)
    return said[:1].upper() + said[1:]


def lazy_capital(words: object) -> LazyString:
    """The same, of words that are only known when somebody reads them: the answers of a form."""
    return LazyString(capital, words)


def with_stop(words: str) -> str:
    """What somebody wrote as a sentence: with a full stop, unless it ends by itself."""
    said = words.rstrip()
    return said if said.endswith((".", "?", "!", "…", "؟")) else f"{said}."


def number(value: float) -> str:
    """`1.234` and `−3`: a real minus, thousands apart."""
    return format_decimal(value, locale=locale_code()).replace("-", "−")


def comma() -> str:
    """What stands between two things on one line; Arabic has its own."""
    said: str = pgettext("between words", ", ")
    return said


def joined(words: Iterable[object]) -> str:
    """`Noor, Ali en Bram`."""
    said = [str(word) for word in words]
    if len(said) < 2:
        return "".join(said)
    whole: str = gettext(
        "%(words)s and %(last)s",
        words=comma().join(said[:-1]),
        last=said[-1],
    )
    return whole


def machine_time(moment: Day) -> str:
    """For the datetime attribute: ISO 8601 on the local clock, with its distance from UTC."""
    if isinstance(moment, datetime):
        return _local(moment).isoformat(timespec="minutes")
    return moment.isoformat()


def dial(phone: str) -> str:
    """A Dutch telephone number as a telephone wants it: `+31529123456`."""
    digits = re.sub(r"[^\d+]", "", phone.replace("(0)", ""))
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+31{digits[1:]}" if digits.startswith("0") else digits


def postal(address: str) -> str:
    """An address of which the postcode stays whole at the end of a line."""
    return re.sub(r"\b(\d{4}) (?=[A-Z]{2}\b)", "\\1\u00a0", address)


def register(app: Flask) -> None:
    for function in (
        capital, clock, date_time_long, day_long, day_near, day_number, day_of, day_short, dial,
        joined, machine_time, month, number, postal, quoted, relative_day, span_long, time_span,
        time_until, weekday, with_stop,
    ):  # fmt: skip
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.globals["comma"] = comma


@lru_cache(maxsize=2 * 24 * 60)
def _clock(at: time, locale: str) -> str:
    """Kept, because a list has two on every line; `locale` is the one of this request."""
    return format_time(at, pgettext("time pattern", "HH:mm"), locale=locale)


def _largest_unit(days: int) -> tuple[str, int]:
    if days < DAYS_UNTIL_WEEKS:
        return "day", days
    if days < DAYS_UNTIL_MONTHS:
        return "week", round(days / 7)
    if days < DAYS_UNTIL_YEARS:
        return "month", round(days / 30.44)
    return "year", round(days / 365.25)


def _ahead(unit: str, count: int) -> str:
    said: dict[str, str] = {
        "day": ngettext("in %(num)d day", "in %(num)d days", count),
        "week": ngettext("in %(num)d week", "in %(num)d weeks", count),
        "month": ngettext("in %(num)d month", "in %(num)d months", count),
        "year": ngettext("in %(num)d year", "in %(num)d years", count),
    }
    return _kept_whole(said[unit])


def _ago(unit: str, count: int) -> str:
    said: dict[str, str] = {
        "day": ngettext("%(num)d day ago", "%(num)d days ago", count),
        "week": ngettext("%(num)d week ago", "%(num)d weeks ago", count),
        "month": ngettext("%(num)d month ago", "%(num)d months ago", count),
        "year": ngettext("%(num)d year ago", "%(num)d years ago", count),
    }
    return _kept_whole(said[unit])


def _kept_whole(said: str) -> str:
    """A number stays with what it counts at the end of a line."""
    return re.sub(r"(?<=\d) ", "\u00a0", said)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return time_of_day.local(moment)


def _o_clock(moment: datetime) -> str:
    """`14.00 uur`, in English just `14:00`."""
    said: str = pgettext("o'clock", "%(time)s", time=clock(moment))
    return said


def _with_year(moment: Day, pattern: str, now: Day | None) -> str:
    """A day stays with its month at the end of a line."""
    day = day_of(moment)
    if day.year != day_of(now or time_of_day.now()).year:
        pattern += " y"
    return format_date(day, pattern.replace("d MMMM", "d\u00a0MMMM"), locale=locale_code())


def locale_code() -> str:
    """The language in which numbers and dates are written now; Dutch where no page speaks."""
    return str(get_locale() or "nl")
