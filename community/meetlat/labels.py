"""What people read on the meetlat: the standard's words, numbers as they are said, what is needed.

Texts of the meetlat itself come from its standard, in the language of the page; a meting that used
an older version is read with the words of that version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isclose

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.meetlat.engine.aggregates import Period
from community.meetlat.engine.levels import level_no
from community.meetlat.engine.results import DimensionResult, IndicatorResult
from community.meetlat.engine.standard import Indicator, Standard, standard
from community.partners.labels import SECTORS
from community.partners.models import Sector
from community.web.formats import locale_code
from community.web.i18n import language
from community.words import N_

#: What is not a share, with its unit.
_MEASURED = {"O4": N_("%(number)s of 1"), "S3": N_("%(number)s kinds"), "S8": N_("%(number)s of 5")}

#: Shares of people: fewer than five of them could be somebody.
OF_PEOPLE = frozenset({"O1", "O2", "O3", "O5"})

SURE: dict[str, LazyString] = {
    "A": _("Certain"),
    "B": _("Fairly certain"),
    "C": _("Still uncertain"),
}


@dataclass(frozen=True)
class Words:
    """The words of one version, in the language of the page."""

    standard: Standard

    @cached_property
    def dimensions(self) -> dict[str, str]:
        return {each.key: each.name for each in self.standard.dimensions}

    @cached_property
    def supports(self) -> dict[str, str]:
        return {each.key: each.name for each in self.standard.supports}

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        return {each.code: each for each in self.standard.indicators}

    def of(self, code: str) -> Indicator:
        return self._indicators[code]

    def question(self, code: str) -> str:
        return self._indicators[code].question

    def name(self, code: str) -> str:
        return self._indicators[code].name

    def level(self, score: float) -> str:
        """The name of the level that a score has reached."""
        return self.standard.levels[level_no(score) - 1]

    def is_share(self, code: str) -> bool:
        return self._indicators[code].unit.startswith("%")

    def how_sure(self, dimension: DimensionResult) -> str:
        """`Redelijk zeker: 7 van de 8 vragen gemeten`."""
        measured = sum(each.is_measurable for each in dimension.indicators)
        said: str = gettext(
            "%(sure)s: %(measured)s of %(all)s questions measured",
            sure=str(SURE[dimension.confidence or "C"]),
            measured=measured,
            all=len(dimension.indicators),
        )
        return said

    def how_far(self, dimension: DimensionResult) -> str:
        """What a dimension without a score has, and what it takes."""
        said: str = gettext(
            "%(have)s of what counts is measured; at least %(least)s is needed.",
            have=percent(100 * dimension.measurable_weight),
            least=percent(100 * self.standard.rules.measurable_weight),
        )
        return said

    def why_so_sure(self, dimension: DimensionResult) -> str:
        """Which letter takes what, and what there is."""
        shares = dict(self.standard.rules.confidence)
        said: str = gettext(
            "%(have)s of the weight is measured. A needs %(a)s and twice every minimum, B "
            "%(b)s, C %(c)s.",
            have=percent(100 * dimension.measurable_weight),
            **{letter.lower(): percent(100 * shares[letter]) for letter in "ABC"},
        )
        return said

    def measured(self, indicator: IndicatorResult) -> str:
        """What was measured, without a margin: `41 %`, and `4 van 10` where there are few."""
        if indicator.raw is None:
            return ""
        said: str
        if few := self.too_few(indicator):
            said = few
        elif not self.is_share(indicator.code):
            said = gettext(
                _MEASURED[indicator.code],
                number=decimals(indicator.raw, 2 if indicator.code == "O4" else 1),
            )
        elif self._is_few(indicator):
            said = gettext(
                "%(part)s of %(whole)s",
                part=counted(indicator.numerator or 0),
                whole=counted(indicator.denominator or 0),
            )
        else:
            said = percent(indicator.raw)
        return said

    def too_few(self, indicator: IndicatorResult) -> str:
        """What is said where the people of a share, or the others, could be somebody."""
        part, whole = indicator.numerator, indicator.denominator
        if indicator.code not in OF_PEOPLE or part is None or whole is None:
            return ""
        limit, facts = self.standard.rules.cell_limit, {"whole": counted(whole)}
        said: str = ""
        if part < limit:
            said = gettext("fewer than %(few)s of %(whole)s", few=limit, **facts)
        elif whole - part < limit:
            said = gettext("nearly all of %(whole)s", **facts)
        return said

    def _is_few(self, indicator: IndicatorResult) -> bool:
        whole = indicator.denominator
        return whole is not None and whole < self.standard.rules.percent_from


def words_of(version: str) -> Words:
    """The words of a version, in the language of the page."""
    return Words(standard(version, language()))


def sector_in_words(sector: str) -> str:
    """A sector as partners are shown with; one of a log from elsewhere as it stands there."""
    return str(SECTORS[Sector(sector)]) if sector in set(Sector) else sector


def percent(value: float, places: int = 0) -> str:
    """`41 %`"""
    said: str = gettext("%(number)s%%", number=decimals(value, places))
    return said


def counted(value: float) -> str:
    """A count without decimals where it has none; with one where it was weighed."""
    return decimals(value, 0 if isclose(value, round(value)) else 1)


def decimals(value: float, places: int) -> str:
    """`3,217`"""
    pattern = "#,##0" + ("." + "0" * places if places else "")
    locale = locale_code()
    return format_decimal(round(value, places) + 0.0, pattern, locale=locale).replace("-", "−")


def period_in_words(period: Period) -> str:
    """`januari tot en met december 2025`, and days where it does not end with a month."""
    locale = locale_code()
    same = period.since.year == period.until.year
    if period.since.day == 1 and _ends_month(period.until):
        first = format_date(period.since, "LLLL" if same else "LLLL y", locale=locale)
        last = format_date(period.until, "LLLL y", locale=locale)
    else:
        first = format_date(period.since, "d\u00a0MMMM" if same else "d\u00a0MMMM y", locale=locale)
        last = format_date(period.until, "d\u00a0MMMM y", locale=locale)
    said: str = gettext("%(first)s up to and including %(last)s", first=first, last=last)
    return said


def _ends_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1
