"""Changing several dates of a series at once: this one and what follows, or all that are to come.

One transaction: the series' row first, then those of its gatherings in the order of their ids, so
that nobody signs up for what is being changed. What one date refuses (a room that is taken, fewer
seats than people) stays as it is there, and is pointed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.clock import local_day
from community.errors import NotFound
from community.gatherings import hosting, seats
from community.gatherings.drafts import (
    DraftRefused,
    GatheringDraft,
    Problem,
    completed,
)
from community.gatherings.hosting_queries import Reach
from community.gatherings.hosting_rules import GatheringIsOver, Hand, Overtaken
from community.gatherings.models import Gathering
from community.series import queries
from community.series.changes import (
    ALREADY_ON_THAT_DAY,
    Model,
    Wanted,
    changed_pattern,
    wanted,
)
from community.series.models import Series, SeriesDate
from community.series.pattern import Pattern
from community.series.planning import TAKES_DAYS, fill_up, said, takes_days
from community.series.rule import Rule
from community.series.shifting import Shift, from_day, shifted
from community.series.telling import told_together
from community.words import N_


class Scope(StrEnum):
    THIS = "deze"
    FOLLOWING = "volgende"
    ALL = "alle"


@dataclass(frozen=True, slots=True)
class Change:
    """A gathering as a librarian wants it, and for which dates that goes."""

    gathering_id: int
    draft: GatheringDraft
    scope: Scope
    also_by_hand: bool = False
    #: The revision that the form was made from.
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a change would come to."""

    dates: int
    reach: Reach
    kept: tuple[date, ...]  #: Where something stays as it was changed by hand.
    stays: tuple[date, ...] = ()  #: Where the new day does not suit, so the old one stays.
    rule: Rule | None = None  #: What the series becomes, if it moves to another day.


@dataclass(frozen=True, slots=True)
class Edited:
    series: Series
    reach: Reach
    refused: int  #: Dates at which it could not be done.


@dataclass(frozen=True, slots=True)
class _Plan:
    """A change, worked out: what becomes of every date, and of the series itself."""

    todo: Sequence[Wanted]
    pattern: Pattern
    rule: Rule
    since: date | None  #: From this day on a rule of its own; None: the whole series.
    shift: Shift | None

    @property
    def moved(self) -> list[int]:
        return [each.gathering.id for each in self.todo if each.moves]


def edit(session: Session, library_id: int, change: Change, hand: Hand) -> Edited:
    """Change this date and those that follow, or all; who signed up stays signed up.

    Who is at several of them that move gets one mail about all.
    """
    series, rows, row = _taken(session, library_id, change, hand)
    plan = _plan(session, series, rows, row, change)
    if plan.since is not None and not queries.is_first(session, series, plan.since):
        series = split(session, series, plan.since, hand)
    series.pattern, series.rule = plan.pattern, plan.rule
    reach = queries.reach(session, plan.moved)
    with told_together(session, series, hand):
        refused = sum(_edited(session, each, hand, by_form=each.row is row) for each in plan.todo)
    if plan.shift is not None:
        _give_their_days(session, series, plan)
        fill_up(session, series, hand)
    return Edited(series, reach, refused)


def outlook(session: Session, row: SeriesDate, change: Change, *, now: datetime) -> Outlook:
    """How many dates and people a change would reach, without making it."""
    rows = queries.list_changeable(session, row.series, since=_since(row, change.scope), now=now)
    if change.scope is Scope.THIS:
        rows = [each for each in rows if each.id == row.id]
    plan = _plan(session, row.series, rows, row, change)
    return Outlook(
        dates=len(plan.todo),
        reach=queries.reach(session, plan.moved),
        kept=tuple(each.row.on_date for each in plan.todo if each.kept),
        stays=tuple(each.row.on_date for each in plan.todo if each.problem),
        rule=plan.rule if plan.shift else None,
    )


def _plan(
    session: Session,
    series: Series,
    rows: Sequence[SeriesDate],
    row: SeriesDate,
    change: Change,
) -> _Plan:
    gathering = row.gathering
    assert gathering is not None  # noqa: S101  (found by it)
    if change.scope is not Scope.THIS:
        _refuse_days_on_end(change.draft)
    since = _since(row, change.scope)
    shift, draft = None, change.draft
    was, to = local_day(gathering.starts_at), local_day(draft.starts_at)
    if change.scope is not Scope.THIS and was != to:
        since = since or min(each.on_date for each in rows)
        shift = _shift(series, since, row, was, to)
        draft = _with_its_window(draft, gathering)
    taken = queries.list_days(session, series) if shift else set()
    if shift and to in taken - shift.becomes.keys():
        raise DraftRefused([Problem("starts_at", ALREADY_ON_THAT_DAY)])
    model = Model(
        gathering,
        draft,
        shift=shift,
        periods=[each.period for each in queries.list_periods(session, series.library_id)],
        taken=taken - shift.becomes.keys() if shift else (),
        also_by_hand=change.also_by_hand,
    )
    pattern, rule = changed_pattern(series, model)
    if shift is not None:
        rule = replace(shift.new, starts=rule.starts, ends=rule.ends)
    elif since is not None and not queries.is_first(session, series, since):
        rule = replace(from_day(rule, since), until=series.until)
    return _Plan(list(wanted(series, rows, model)), pattern, rule, since, shift)


def _shift(series: Series, since: date, row: SeriesDate, was: date, to: date) -> Shift:
    """The day of the whole rule; a date that had moved already says nothing about the others."""
    found = shifted(from_day(series.rule, since), was, to) if was == row.on_date else None
    if found is None:
        said_so = N_("A different day is only possible for this date. Choose ‘only this one’.")
        raise DraftRefused([Problem("starts_at", said_so)])
    return found


def _with_its_window(draft: GatheringDraft, stands: Gathering) -> GatheringDraft:
    """When signing up opens and closes moves along, unless the form says something else."""
    later = draft.starts_at - stands.starts_at
    along = {}
    for name in ("sign_up_opens_at", "sign_up_closes_at"):
        moment = getattr(draft, name)
        if moment is not None and moment == getattr(stands, name):
            along[name] = moment + later
    return replace(draft, **along)


def _give_their_days(session: Session, series: Series, plan: _Plan) -> None:
    """Every date is known by its new day, also what was cancelled or thrown away.

    So the clock does not make it once more. What could not land because its day was taken keeps
    the old one.
    """
    assert plan.shift is not None  # noqa: S101  (asked of a move only)
    rows = queries.list_since(session, series, plan.since)
    taken = {each.on_date for each in rows} - plan.shift.becomes.keys()
    for each in rows:
        day = plan.shift.day(each.on_date)
        if day not in taken:
            each.on_date = day
    session.flush()


def split(session: Session, series: Series, day: date, hand: Hand) -> Series:
    """Let a series end before this day, and another with the same rule and dates go on from it."""
    following = Series(
        library_id=series.library_id,
        root_id=series.first_id,
        pattern=dict(series.pattern),
        created_by_id=series.created_by_id,
        created_at=hand.now,
    )
    # A date that was added outside the rule may not shift every other week to the wrong one.
    following.rule = from_day(series.rule, day)
    series.until = day - timedelta(days=1)
    session.add(following)
    session.flush()
    session.execute(
        update(SeriesDate)
        .where(SeriesDate.series_id == series.id, SeriesDate.on_date >= day)
        .values(series_id=following.id),
        execution_options={"synchronize_session": "fetch"},
    )
    return following


def _refuse_days_on_end(draft: GatheringDraft) -> None:
    if takes_days(completed(draft).appointment):
        raise DraftRefused([Problem("ends_at", TAKES_DAYS)])


def _taken(
    session: Session, library_id: int, change: Change, hand: Hand
) -> tuple[Series, Sequence[SeriesDate], SeriesDate]:
    """The series and all of its dates that this is about, locked; and the one that was edited."""
    found = queries.find_of(session, library_id, change.gathering_id)
    if found is None:
        raise NotFound
    series = queries.lock(session, library_id, found.series_id)
    lock_in_order(session, queries.list_changeable(session, series, since=None, now=hand.now))
    rows = queries.list_changeable(session, series, since=_since(found, change.scope), now=hand.now)
    edited = next((row for row in rows if row.gathering_id == change.gathering_id), None)
    if edited is None or edited.gathering is None:
        raise GatheringIsOver
    if change.seen is not None and edited.gathering.revised_at != change.seen:
        raise Overtaken
    return series, rows, edited


def lock_in_order(session: Session, rows: Sequence[SeriesDate]) -> None:
    for gathering_id in sorted(row.gathering_id for row in rows if row.gathering_id):
        seats.lock(session, gathering_id)


def _since(row: SeriesDate, scope: Scope) -> date | None:
    return row.on_date if scope is Scope.FOLLOWING else None


def _edited(session: Session, one: Wanted, hand: Hand, *, by_form: bool) -> bool:
    """Change one date; say whether that was refused. What the form itself said must fit."""
    if one.problem:
        one.row.trouble = said([one.problem])
    if not one.changes:
        return one.problem is not None
    try:
        hosting.edit(session, one.row.library_id, one.gathering.id, one.draft, hand)
    except DraftRefused as refused:
        if by_form:
            raise
        one.row.trouble = said(refused.problems)
        return True
    return one.problem is not None
