"""What somebody wants to see of the agenda, as the query string says it.

Pure and free of Flask: pages, feeds and the page cache read the same words. What is unknown or
impossible is left out, so that every address has one canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from community.gatherings import narrowing
from community.gatherings.kinds import Kind
from community.web.asked import one_line, one_of, page_number

#: The names in the query string; the page cache keeps no other (`taal` is the interface's own).
NAMES = (
    "vestiging",
    "thema",
    "soort",
    "voertaal",
    "dag",
    "wanneer",
    "q",
    "beeld",
    "datum",
    "pagina",
)

KIND_WORDS: dict[Kind, str] = {
    Kind.CONVERSATION: "gesprek",
    Kind.LANGUAGE_CAFE: "taalcafe",
    Kind.READING_GROUP: "leesclub",
    Kind.WORKSHOP: "workshop",
    Kind.COURSE: "cursus",
    Kind.LECTURE: "lezing",
    Kind.DROP_IN: "inloop",
    Kind.CONSULTATION: "spreekuur",
    Kind.EXHIBITION: "tentoonstelling",
    Kind.CELEBRATION: "viering",
    Kind.STORYTIME: "voorlezen",
    Kind.REPAIR: "repaircafe",
}
_KINDS = {word: kind for kind, word in KIND_WORDS.items()}

MOST_LETTERS = 80
#: Outside these years a date is a typing mistake or a robot that follows "next month" for ever.
YEARS = range(2000, 2100)

_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Shape(StrEnum):
    """How the agenda is laid out."""

    LIST = "lijst"
    WEEK = "week"
    MONTH = "maand"


class Near(StrEnum):
    """A stretch of time that moves along with today."""

    WEEK = "week"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class Period:
    """Days, the last one included; None: from then on."""

    first: date
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    branch: str = ""
    theme: str = ""
    kind: Kind | None = None
    language: str = ""
    day: date | None = None
    near: Near | None = None
    month: date | None = None  #: The first day of a month.
    words: str = ""
    shape: Shape = Shape.LIST
    #: What a higher room knows it by: a name in the query string and a number.
    of: tuple[tuple[str, int], ...] = ()
    #: Which week or month is shown, by its first day; None: the one of today.
    anchor: date | None = None
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves out anything that the whole agenda has."""
        return self.everything_of_shape() != replace(self, page=1)

    @property
    def topics(self) -> AgendaFilter:
        """The part that lasts: what a feed may be narrowed by. Days and words are of a moment."""
        return AgendaFilter(
            branch=self.branch,
            theme=self.theme,
            kind=self.kind,
            language=self.language,
            of=self.of,
        )

    def everything_of_shape(self) -> AgendaFilter:
        return AgendaFilter(shape=self.shape, anchor=self.anchor)

    def but(self, **changes: object) -> AgendaFilter:
        """The same wish with something else chosen, on the first page."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def on_day(self, day: date) -> AgendaFilter:
        """The same subjects on one day, as a list."""
        return replace(self.topics, words=self.words, day=day)

    def in_shape(self, shape: Shape) -> AgendaFilter:
        """The same subjects as a list, a week or a month, around the same days."""
        around = self.anchor or self.day or self.month
        return replace(
            self.topics,
            words=self.words,
            shape=Shape(shape),
            anchor=_first_of(Shape(shape), around) if around else None,
        )

    def as_query(self) -> dict[str, str]:
        """The canonical query: only what differs from everything, always in the same order."""
        wanneer = self.near.value if self.near else f"{self.month:%Y-%m}" if self.month else ""
        said = {
            "vestiging": self.branch,
            "thema": self.theme,
            "soort": KIND_WORDS[self.kind] if self.kind else "",
            "voertaal": self.language,
            "dag": self.day.isoformat() if self.day else "",
            "wanneer": wanneer,
            **{name: str(number) for name, number in self.of},
            "q": self.words,
            "beeld": "" if self.shape is Shape.LIST else self.shape.value,
            "datum": self._anchor_said(),
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}

    def period(self, today: date) -> Period:
        """The days that are asked for."""
        if self.shape is Shape.WEEK:
            return week_of(self.anchor or today)
        if self.shape is Shape.MONTH:
            return month_of(self.anchor or today)
        if self.day:
            return Period(self.day, self.day)
        if self.month:
            return month_of(self.month)
        if self.near is Near.WEEK:
            return Period(today, week_of(today).last)
        if self.near is Near.WEEKEND:
            sunday = monday_of(today) + timedelta(days=6)
            return Period(max(today, sunday - timedelta(days=1)), sunday)
        return Period(today)

    def _anchor_said(self) -> str:
        if self.anchor is None:
            return ""
        return f"{self.anchor:%Y-%m}" if self.shape is Shape.MONTH else self.anchor.isoformat()


def parse(args: Mapping[str, str]) -> AgendaFilter:
    """The wish in a query string; never fails, whatever is in it."""
    shape = one_of(Shape, args.get("beeld", "")) or Shape.LIST
    topics = AgendaFilter(
        branch=_matching(_SLUG, args.get("vestiging", "")),
        theme=_matching(_SLUG, args.get("thema", "")),
        kind=_KINDS.get(args.get("soort", "")),
        language=_matching(_LANGUAGE, args.get("voertaal", "")),
        words=one_line(args.get("q", ""), MOST_LETTERS),
        of=_of(args),
        shape=shape,
    )
    if shape is not Shape.LIST:
        return replace(topics, anchor=_anchor(shape, args.get("datum", "")))
    wanneer = args.get("wanneer", "")
    day = _day(args.get("dag", ""))
    near = None if day else one_of(Near, wanneer)
    month = None if day or near else _month(wanneer)
    return replace(
        topics, day=day, near=near, month=month, page=page_number(args.get("pagina", ""))
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> Period:
    monday = monday_of(day)
    return Period(monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, next_month(first) - timedelta(days=1))


def next_month(day: date) -> date:
    """The first day of the month after the one `day` is in."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def previous_month(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def within_reach(day: date) -> bool:
    """Whether a page about this day exists at all."""
    return day.year in YEARS


def _of(args: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    numbers = {name: _NUMBER.fullmatch(args.get(name, "")) for name in narrowing.names()}
    return tuple((name, int(found[0])) for name, found in numbers.items() if found)


def _matching(pattern: re.Pattern[str], value: str) -> str:
    return value if pattern.fullmatch(value) else ""


def _day(value: str) -> date | None:
    found = _DAY.fullmatch(value)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _month(value: str) -> date | None:
    found = _MONTH.fullmatch(value)
    return _date(int(found[1]), int(found[2]), 1) if found else None


def _date(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _anchor(shape: Shape, value: str) -> date | None:
    day = _day(value) or _month(value)
    first = _first_of(shape, day) if day else None
    return first if first and within_reach(first) else None


def _first_of(shape: Shape, day: date) -> date | None:
    if shape is Shape.LIST:
        return None
    return monday_of(day) if shape is Shape.WEEK else day.replace(day=1)
