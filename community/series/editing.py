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

from community.clock import local, local_day
from community.errors import NotFound
from community.gatherings import hosting, seats
from community.gatherings.drafts import (
    DraftRefused,
    GatheringDraft,
    Problem,
    completed,
    draft_of,
)
from community.gatherings.hosting_queries import Reach
from community.gatherings.hosting_rules import GatheringIsOver, Hand, Overtaken
from community.series import queries
from community.series.changes import Wanted, changed_pattern, wanted
from community.series.models import Series, SeriesDate
from community.series.planning import said
from community.series.rule import days
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


@dataclass(frozen=True, slots=True)
class Edited:
    series: Series
    reach: Reach
    refused: int  #: Dates at which it could not be done.


def edit(session: Session, library_id: int, change: Change, hand: Hand) -> Edited:
    """Change this date and those that follow, or all; who signed up stays signed up."""
    series, rows, row = _taken(session, library_id, change, hand)
    assert row.gathering is not None  # noqa: S101  (found by it)
    refuse_another_day(change.draft, draft_of(row.gathering))
    todo = list(wanted(series, rows, row.gathering, change.draft, also_by_hand=change.also_by_hand))
    moved = [each.gathering.id for each in todo if each.moves]
    pattern, rule = changed_pattern(series, row.gathering, change.draft)
    if change.scope is Scope.FOLLOWING and not queries.is_first(session, series, row.on_date):
        series = split(session, series, row.on_date, hand)
    series.pattern = pattern
    series.rule = replace(rule, first=series.first_day, until=series.until)
    reach = queries.reach(session, moved)
    refused = sum(_edited(session, each, hand, by_form=each.row is row) for each in todo)
    return Edited(series, reach, refused)


def outlook(session: Session, row: SeriesDate, change: Change, *, now: datetime) -> Outlook:
    """How many dates and people a change would reach, without making it."""
    rows = queries.list_changeable(session, row.series, since=_since(row, change.scope), now=now)
    if change.scope is Scope.THIS:
        rows = [each for each in rows if each.id == row.id]
    assert row.gathering is not None  # noqa: S101  (found by it)
    todo = list(wanted(row.series, rows, row.gathering, change.draft))
    moved = [each.gathering.id for each in todo if each.moves]
    kept = tuple(each.row.on_date for each in todo if each.kept)
    return Outlook(len(todo), queries.reach(session, moved), kept)


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
    first = next((each for each in days(series.rule, day + timedelta(366)) if each >= day), day)
    following.rule = replace(series.rule, first=first)
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


def refuse_another_day(draft: GatheringDraft, stands: GatheringDraft) -> None:
    """On which day it is, is the rule's; one date can be moved by itself."""
    if local_day(draft.starts_at) != local_day(stands.starts_at):
        raise DraftRefused(
            [
                Problem(
                    "starts_at",
                    N_("Another day goes for this date only. Choose ‘only this one’."),
                )
            ]
        )
    complete = completed(draft).appointment
    starts, ends = (
        local(each).replace(tzinfo=None) for each in (complete.starts_at, complete.ends_at)
    )
    if ends - starts >= timedelta(days=1):
        raise DraftRefused(
            [
                Problem(
                    "ends_at",
                    N_("What takes several days cannot be repeated. Copy it instead."),
                )
            ]
        )


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
    if not one.changes:
        return False
    try:
        hosting.edit(session, one.row.library_id, one.gathering.id, one.draft, hand)
    except DraftRefused as refused:
        if by_form:
            raise
        one.row.trouble = said(refused.problems)
        return True
    return False
