"""What comes back in the demo town is a series, as its librarian would have made it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from community.clock import local, local_day
from community.demo.programme import REGULAR
from community.demo.rows import add
from community.gatherings.drafts import draft_of
from community.gatherings.models import Gathering, GatheringStatus
from community.series import holidays
from community.series.holidays import Region
from community.series.models import Series, SeriesDate
from community.series.pattern import pattern_of
from community.series.rule import Rule

#: By the beginning of the title: always the same thing, at the same time, in the same place.
TITLES = ("Taalcafé", "Open tafel", "Leesclub", "Breigroep")


def add_series(session: Session, library_id: int, creator: int | None, now: datetime) -> None:
    """The regular programme as series that go on, and the school holidays of the north."""
    holidays.take_over(session, library_id, Region.NORTH, now=now)
    for entry in REGULAR:
        if len(entry.titles) == 1 and entry.titles[0].startswith(TITLES):
            _repeat(session, library_id, entry.titles[0], entry.weeks, creator, now)


def _repeat(
    session: Session, library_id: int, title: str, weeks: int, creator: int | None, now: datetime
) -> None:
    found = session.scalars(
        select(Gathering)
        .where(Gathering.library_id == library_id, Gathering.title == title)
        .order_by(Gathering.starts_at)
        .options(selectinload(Gathering.themes), selectinload(Gathering.hosts))
    ).all()
    at_one_place = [each for each in found if each.branch_id == found[0].branch_id]
    coming = [
        each
        for each in at_one_place
        if each.starts_at > now and each.status is GatheringStatus.PUBLISHED
    ]
    if not coming:
        return
    starts, ends = local(coming[0].starts_at), local(coming[0].ends_at)
    series = Series(
        library_id=library_id,
        pattern=pattern_of(draft_of(coming[0])),
        created_by_id=creator,
        created_at=at_one_place[0].created_at,
    )
    series.rule = Rule(
        first=local_day(at_one_place[0].starts_at),
        starts=starts.time(),
        ends=ends.time(),
        weekdays=frozenset({starts.weekday()}),
        weeks=weeks,
    )
    session.add(series)
    session.flush()
    add(session, SeriesDate, [
        {
            "library_id": library_id,
            "series_id": series.id,
            "on_date": local_day(each.starts_at),
            "gathering_id": each.id,
            "trouble": [],
        }
        for each in at_one_place
    ])  # fmt: skip
