"""Some days of the log as a story: what counts now, in an order that reads, with what it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from community.groups.models import Group
from community.logbook import queries, story_queries
from community.logbook.happenings import COUNTED, OF_PEOPLE, ORDER, TOLD_AT_ONCE, Part, Told
from community.logbook.numbers import NUMBERS
from community.logbook.sentences import Names
from community.partners.models import Partner
from community.teams.models import Team

#: A page is a week, or fewer days when a lot happens.
DAYS = 7
MOST_LINES = 100

_PLACE = {verb: number for number, verb in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class Page:
    """Days, the latest first, with what happened; and on which day the next page begins."""

    days: Sequence[tuple[date, Sequence[Told]]]
    names: Names
    earlier: date | None


def page(
    session: Session,
    library_id: int,
    part: Part,
    *,
    until: date,
    link: Callable[[int, str], str],
    fit: Callable[[str], str],
) -> Page:
    """What happened on and before the last day that has anything; `link` makes a title a link."""
    latest = story_queries.find_latest(session, library_id, part, until=until)
    if latest is None:
        return Page((), Names(), None)
    first = latest - timedelta(days=DAYS - 1)
    first = max(first, part.first) if part.first else first
    told, names = read(session, library_id, part, first, latest, link=link, fit=fit)
    days: list[tuple[date, list[Told]]] = []
    lines = 0
    for day in sorted({one.day for one in told}, reverse=True):
        of_day = [one for one in told if one.day == day]
        if days and lines + len(of_day) > MOST_LINES:
            break
        days.append((day, of_day))
        lines += len(of_day)
    else:
        return Page(days, names, _before(session, library_id, part, first))
    return Page(days, names, day)


def read(
    session: Session,
    library_id: int,
    part: Part,
    first: date,
    last: date,
    *,
    link: Callable[[int, str], str],
    fit: Callable[[str], str],
    at_once: bool = True,
) -> tuple[list[Told], Names]:
    """What happened on these days, and what it is about; `at_once`: in as few lines as it can."""
    told = story_queries.list_told(session, library_id, part, first, last)
    titles = story_queries.list_titles(
        session, library_id, {one.gathering_id for one in told if one.gathering_id}
    )
    open_to_tell = {number for number, (_title, sensitive) in titles.items() if not sensitive}
    told = [_without_traits(one, open_to_tell) for one in told if _may_be_told(one, open_to_tell)]
    names = Names(
        gatherings={number: link(number, title) for number, (title, _s) in titles.items()},
        titles={number: title for number, (title, _s) in titles.items()},
        partners=_names(session, Partner, library_id, (one.partner_id for one in told), fit),
        teams=_names(session, Team, library_id, (one.details.get("team") for one in told), fit),
        groups=_names(session, Group, library_id, (_group_of(one) for one in told), fit),
        branches={number: fit(name) for number, name in queries.list_branches(session, library_id)},
        fit=fit,
    )
    together = _together(told, names) if at_once else told
    return sorted(together, key=lambda one: (one.day, _PLACE[one.verb], _about(one, names))), names


def _may_be_told(one: Told, open_to_tell: set[int]) -> bool:
    """Of something sensitive, and of what is gone and may have been so, only heads."""
    return one.verb not in OF_PEOPLE or one.gathering_id in open_to_tell


def _without_traits(one: Told, open_to_tell: set[int]) -> Told:
    return one if one.gathering_id in open_to_tell else replace(one, first=0, not_first=0)


def _together(told: Iterable[Told], names: Names) -> Iterable[Told]:
    """What says the same on the same day, such as a series that came into the agenda, is one."""
    found: dict[object, Told] = {}
    for number, one in enumerate(told):
        key = _sameness(one, names)
        known = found.get(key) if key else None
        if known is None:
            found[key or number] = one
        elif one.verb in TOLD_AT_ONCE:
            more = (one.gathering_id or 0, one.quantity)
            found[key] = replace(known, also=(*known.also, more))
        elif one.verb in NUMBERS:
            found[key] = replace(known, quantity=known.quantity + one.quantity)
        else:
            found[key] = replace(known, times=known.times + 1)
    return found.values()


def _sameness(one: Told, names: Names) -> tuple[object, ...]:
    """Rows with the same are told at once; empty: this one stands by itself."""
    if one.corrects or one.superseded or "text" in one.details:
        return ()
    if one.verb in TOLD_AT_ONCE:
        return one.day, one.verb
    if one.verb in NUMBERS:  # The sentence says not where: twice it would say the same.
        return one.day, one.verb, repr(one.details)
    if one.verb in COUNTED:
        return ()
    return one.day, one.verb, _about(one, names), one.quantity, repr(one.details)


def _about(one: Told, names: Names) -> str:
    """Dates of one series have one title."""
    return f"{names.titles.get(one.gathering_id or 0, '')}\n{one.partner_id or ''}"


def _group_of(one: Told) -> int | None:
    number: int | None = one.details.get("group_id")
    return number


def _before(session: Session, library_id: int, part: Part, first: date) -> date | None:
    if part.first and first <= part.first:
        return None
    day = first - timedelta(days=1)
    return story_queries.find_latest(session, library_id, part, until=day)


def _names(
    session: Session,
    table: type[Group] | type[Partner] | type[Team],
    library_id: int,
    ids: Iterable[int | None],
    fit: Callable[[str], str],
) -> dict[int, str]:
    known = {number for number in ids if number}
    if not known:
        return {}
    found = story_queries.list_names(session, table, library_id, known)
    return {number: fit(name) for number, name in found.items()}
