"""The log as a list for a spreadsheet: line by line, with what was put right said as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from community.activity.verbs import Verb
from community.logbook import story_queries, telling
from community.logbook.happenings import KIND_OF, Part, Told
from community.logbook.sentences import KINDS, Names, sentence_of
from community.topics import queries as topics

Line = Sequence[str | int | date | datetime | None]

#: Read in one go.
_DAYS = 31
#: What a quantity says of these is how many people.
_OF_HOW_MANY = frozenset(
    {
        Verb.GATHERING_CLOSED,
        Verb.ATTENDANCE_CHECKED_IN,
        Verb.ATTENDANCE_UNDONE,
        Verb.SIGN_UP_CONFIRMED,
        Verb.SIGN_UP_WAITING,
        Verb.SIGN_UP_LEFT,
        Verb.TALLY_ENTERED,
        Verb.PULSE_ANSWERED,
        Verb.PULSE_COUNTED,
    }
)

HEADS = (
    _("Day"), _("What happened"), _("In words"), _("Activity"), _("Partner"), _("Branch"),
    _("Theme"), _("People"), _("How things stand"), _("Recorded"),
)  # fmt: skip


def count(session: Session, library_id: int, part: Part) -> int:
    """Of how many rows of the log the list is made; it has at most as many lines."""
    first, last = _period(part)
    return story_queries.count_rows(session, library_id, part, first, last)


def rows(session: Session, library_id: int, part: Part) -> Iterator[Line]:
    """A month at a time, so that the length of the list is no matter."""
    first, last = _period(part)
    themes = {theme.slug: theme.label for theme in topics.list_themes(session)}
    while first <= last:
        until = min(last, first + timedelta(days=_DAYS - 1))
        told, names = telling.read(
            session, library_id, part, first, until,
            link=lambda _number, title: title, fit=str, at_once=False,
        )  # fmt: skip
        for one in told:
            yield _row(one, names, themes)
        first = until + timedelta(days=1)


def _row(one: Told, names: Names, themes: dict[str, str]) -> Line:
    return [
        one.day, str(KINDS[KIND_OF[one.verb]]), sentence_of(one, names),
        names.gathering(one) if one.gathering_id else "",
        names.partner(one) if one.partner_id else "",
        names.branches.get(one.branch_id or 0, ""),
        themes.get(one.details.get("theme") or "", ""),
        one.quantity if one.verb in _OF_HOW_MANY else None,
        _stands(one), one.recorded_at,
    ]  # fmt: skip


def _stands(one: Told) -> str:
    if one.superseded:
        return str(gettext("Corrected later"))
    if one.is_taken_back or one.verb is Verb.ATTENDANCE_UNDONE:
        return str(gettext("Withdrawn"))
    return str(gettext("Correction")) if one.corrects else ""


def _period(part: Part) -> tuple[date, date]:
    if part.first is None or part.last is None:
        raise ValueError("a list of the log has a first and a last day")
    return part.first, part.last
