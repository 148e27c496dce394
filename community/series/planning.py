"""Making a series and its dates, twelve months ahead.

Whoever changes a series takes its row first, and then those of its gatherings in the order of
their ids. A date that cannot be made as the pattern says does not keep the others from being made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from community.clock import NoSuchLocalTime, local, local_day
from community.errors import DomainError
from community.gatherings import along, drafts, hosting, hosting_queries, seats
from community.gatherings.drafts import Appointment, DraftRefused, GatheringDraft, Problem
from community.gatherings.hosting_queries import NOBODY, Reach
from community.gatherings.hosting_rules import GatheringIsCancelled, GatheringIsOver, Hand
from community.gatherings.models import Gathering, GatheringStatus
from community.series import queries
from community.series.changes import ALREADY_ON_THAT_DAY, NO_SUCH_TIME
from community.series.models import Series, SeriesDate
from community.series.pattern import draft_on, pattern_of
from community.series.rule import Rule, Slot, slots, span
from community.words import N_

#: Dates stand in the agenda so long before.
AHEAD = timedelta(days=365)
TAKES_DAYS = N_("Something that takes several days cannot be repeated. Copy it instead.")


class AlreadyRepeats(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This activity is one of a series already."))


class TakesDays(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(TAKES_DAYS)


class AlreadyOnThatDay(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(ALREADY_ON_THAT_DAY)


class NotThatDay(DomainError):
    status = 422


def horizon(now: datetime) -> date:
    return local_day(now) + AHEAD


def repeat(session: Session, library_id: int, gathering_id: int, rule: Rule, hand: Hand) -> Series:
    """Let a gathering be the first of a series; all its dates are in the agenda at once."""
    gathering = seats.lock(session, gathering_id, library_id)
    _refuse_to_repeat(session, gathering, hand.now)
    hosting.publish(session, library_id, gathering_id, hand)
    series = Series(
        library_id=library_id,
        pattern=pattern_of(drafts.draft_of(gathering)),
        created_by_id=hand.by.id if hand.by else None,
        created_at=hand.now,
    )
    series.rule = rule
    session.add(series)
    session.flush()
    day = local_day(gathering.starts_at)
    session.add(
        SeriesDate(library_id=library_id, series_id=series.id, on_date=day, gathering=gathering)
    )
    session.flush()
    fill_up(session, series, hand)
    return series


def _refuse_to_repeat(session: Session, gathering: Gathering, now: datetime) -> None:
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    if gathering.has_begun(now):
        raise GatheringIsOver
    if queries.find_series_id(session, gathering.id) is not None:
        raise AlreadyRepeats
    if takes_days(gathering):
        raise TakesDays


def takes_days(when: Gathering | Appointment) -> bool:
    """Longer than a day and a night: the clock of its end says nothing about its day."""
    starts, ends = (local(each).replace(tzinfo=None) for each in (when.starts_at, when.ends_at))
    return ends - starts >= timedelta(days=1)


def extend(session: Session, library_id: int, series_id: int, hand: Hand) -> int:
    """Make what the rule names and was never made; how many. Doing so twice changes nothing."""
    return fill_up(session, queries.lock(session, library_id, series_id), hand)


def is_behind(session: Session, series: Series, now: datetime) -> bool:
    """Whether there is anything to make; looks without a lock."""
    return bool(_missing(session, series, now))


def fill_up(session: Session, series: Series, hand: Hand) -> int:
    """As `extend`, for who has the lock."""
    missing = _missing(session, series, hand.now)
    if missing:
        common = _common(session, series)
        for slot in missing:
            _make(session, series, slot, hand, common)
    return len(missing)


def _missing(session: Session, series: Series, now: datetime) -> list[Slot]:
    today = local_day(now)
    periods = [each.period for each in queries.list_periods(session, series.library_id)]
    known = queries.list_days(session, series)
    wanted = slots(series.rule, periods, since=today, to=horizon(now))
    return [
        slot
        for slot in wanted
        if slot.starts_at is not None and slot.starts_at > now and slot.day not in known
    ]


def add_date(
    session: Session, library_id: int, series_id: int, day: date, hand: Hand
) -> SeriesDate:
    """One more, or again one that could not be made or was thrown away."""
    series = queries.lock(session, library_id, series_id)
    try:
        starts_at, ends_at = span(series.rule, day)
    except NoSuchLocalTime:
        raise NotThatDay(NO_SUCH_TIME) from None
    if starts_at <= hand.now:
        raise NotThatDay(N_("This is in the past. Choose a date that is still to come."))
    if day > horizon(hand.now) + AHEAD:
        raise NotThatDay(drafts.TOO_FAR)
    stands = queries.find_date(session, series, day)
    if stands is not None:
        if stands.gathering_id is not None:
            raise AlreadyOnThatDay
        session.delete(stands)
        session.flush()
    common = _common(session, series)
    return _make(session, series, Slot(day, starts_at, ends_at), hand, common)


def stop(
    session: Session, library_id: int, series_id: int, last_day: date, reason: str, hand: Hand
) -> Reach:
    """Let it end. What comes after is called off, and those who signed up hear why.

    Of what nobody ever signed up for nothing stays: it would only stand in people's way.
    """
    series = queries.lock(session, library_id, series_id)
    series.until = max(last_day, series.first_day)
    after = queries.list_changeable(
        session, series, since=last_day + timedelta(days=1), now=hand.now
    )
    for each in after:
        seats.lock(session, each.gathering_id or 0)
    told = NOBODY
    for each in after:
        assert each.gathering is not None  # noqa: S101  (joined)
        reached = call_off(session, each.gathering, reason, hand)
        told = Reach(told.mails + reached.mails, told.calls + reached.calls)
    session.expire_all()
    return told


def call_off(session: Session, gathering: Gathering, reason: str, hand: Hand) -> Reach:
    """Cancel it, or throw it away when nobody ever signed up; the row of its date stays."""
    if hosting_queries.has_sign_ups(session, gathering, ever=True):
        _gathering, told = hosting.cancel(session, gathering.library_id, gathering.id, reason, hand)
        return told
    if gathering.status is GatheringStatus.PUBLISHED:
        hosting.unpublish(session, gathering.library_id, gathering.id, hand)
    hosting.discard(session, gathering.library_id, gathering.id)
    session.flush()
    return NOBODY


def looked_at(session: Session, library_id: int, series_id: int) -> None:
    """The librarian has seen what could not be done."""
    series = queries.lock(session, library_id, series_id)
    for each in queries.list_troubled(session, series):
        each.trouble = []


@dataclass(frozen=True, slots=True)
class _Common:
    """What every new date has to know: who works here still, and what goes along."""

    at_work: frozenset[int]
    along: Mapping[str, Any]


def _common(session: Session, series: Series) -> _Common:
    """Besides the pattern, a date is like the one before it."""
    latest = queries.find_latest(session, series)
    # Who does not work here any more does not receive people.
    people = hosting_queries.list_possible_hosts(session, series.library_id, None)
    return _Common(
        frozenset(person.id for person in people),
        along.of(session, latest) if latest else {},
    )


def _make(session: Session, series: Series, slot: Slot, hand: Hand, common: _Common) -> SeriesDate:
    assert slot.starts_at is not None  # noqa: S101  (what falls out is not made)
    assert slot.ends_at is not None  # noqa: S101
    draft = draft_on(series.pattern, slot.starts_at, slot.ends_at)
    draft = replace(draft, host_ids=draft.host_ids & common.at_work)
    gathering, problems = _published(session, series.library_id, draft, hand)
    if gathering is not None:
        along.give(session, gathering, common.along, hand)
    row = SeriesDate(
        library_id=series.library_id,
        series_id=series.id,
        on_date=slot.day,
        gathering_id=gathering.id if gathering else None,
        trouble=said(problems),
    )
    session.add(row)
    session.flush()
    return row


def _published(
    session: Session, library_id: int, draft: GatheringDraft, hand: Hand
) -> tuple[Gathering | None, Sequence[Problem]]:
    """The gathering, and what is wrong; when it is about the room, the gathering without one."""
    problems: Sequence[Problem] = ()
    for attempt in (draft, replace(draft, room_id=None)):
        try:
            gathering = hosting.create(session, library_id, attempt, hand)
            return hosting.publish(session, library_id, gathering.id, hand), problems
        except DraftRefused as refused:
            problems = problems or refused.problems
            if draft.room_id is None or {each.name for each in refused.problems} != {"place"}:
                break
    return None, problems


def said(problems: Sequence[Problem]) -> list[list[object]]:
    """Findings as they are kept: msgid and values, to be said in the reader's language."""
    return [
        [each.message, {name: _kept(value) for name, value in each.values.items()}]
        for each in problems
    ]


def _kept(value: object) -> object:
    """Two moments are a span; `SeriesDate.problems` makes them moments again."""
    match value:
        case int():
            return value
        case (datetime() as start, datetime() as end):
            return [start.isoformat(), end.isoformat()]
    return str(value)
