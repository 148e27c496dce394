"""What the clock asks about promises: what is due, what is news, and what is past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from community.gatherings.models import Gathering
from community.promises.models import OPEN, REMINDERS, Promise, Who
from community.promises.queries import is_kept

#: When somebody is reminded, counted from when it was made.
WAITS = (timedelta(weeks=2), timedelta(weeks=8))
#: What was kept is told a while later: a slip of the finger can still be put right.
STANDS_FOR = timedelta(hours=1)
#: How long the name of whose promise it was stays with it once nothing is left to do.
KEPT_FOR = timedelta(days=365)


def list_to_remind(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """Which promises somebody has to be reminded of now: library and promise."""
    due = or_(
        *(
            and_(Promise.reminders <= nth, Promise.made_at <= now - wait)
            for nth, wait in enumerate(WAITS)
        )
    )
    rows = session.execute(
        select(Promise.library_id, Promise.id)
        .join(Promise.gathering)
        .where(
            Promise.state.in_(OPEN),
            Promise.reminders < REMINDERS,
            Promise.who != Who.LIBRARY,
            ~Gathering.is_sensitive,
            due,
        )
        .order_by(Promise.id)
    )
    return [(library_id, promise_id) for library_id, promise_id in rows]


def list_with_news(session: Session, *, now: datetime, day_began: datetime) -> Sequence[
    tuple[int, int]
]:  # fmt: skip
    """Gatherings of which something was kept and nothing was told today: library, gathering."""
    told_today = select(Promise.gathering_id).where(Promise.told_at >= day_began)
    rows = session.execute(
        select(Promise.library_id, Promise.gathering_id)
        .where(_is_news(now), Promise.gathering_id.not_in(told_today))
        .distinct()
        .order_by(Promise.gathering_id)
    )
    return [(library_id, gathering_id) for library_id, gathering_id in rows]


def lock_news(
    session: Session, gathering_id: int, *, now: datetime, day_began: datetime
) -> Sequence[Promise]:
    """What of it is to be told; nothing when something was told today already."""
    told_today = select(Promise.id).where(
        Promise.gathering_id == gathering_id, Promise.told_at >= day_began
    )
    return session.scalars(
        select(Promise)
        .where(Promise.gathering_id == gathering_id, _is_news(now), ~told_today.exists())
        .order_by(Promise.id)
        .with_for_update(of=Promise, key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _is_news(now: datetime) -> ColumnElement[bool]:
    return and_(is_kept(), Promise.told_at.is_(None), Promise.settled_at <= now - STANDS_FOR)


def list_forgotten(session: Session, *, now: datetime) -> Sequence[int]:
    """Still open a year after it was made: nobody answers any more."""
    return session.scalars(
        select(Promise.id)
        .where(Promise.state.in_(OPEN), Promise.made_at <= now - KEPT_FOR)
        .order_by(Promise.id)
        .with_for_update(of=Promise, key_share=True)
    ).all()


def past(now: datetime) -> ColumnElement[bool]:
    """Settled so long ago that nobody needs to know any more whose it was."""
    return Promise.settled_at <= now - KEPT_FOR
