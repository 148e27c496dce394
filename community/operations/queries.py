"""Every select of operations: of the whole installation, and of nobody in particular."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.activity.verbs import Verb
from community.libraries.models import Library


def last_recorded_at(session: Session) -> datetime | None:
    """Of when the log's last row is; None when there is none."""
    last = select(func.max(Activity.id)).scalar_subquery()
    return session.scalars(select(Activity.recorded_at).where(Activity.id == last)).one_or_none()


def count_sign_ups(session: Session, since: datetime) -> int:
    """Sign-ups since then. Every library is named, as the log's index begins with it."""
    libraries = select(Library.id).scalar_subquery()
    return session.scalars(
        select(func.count()).where(
            Activity.library_id.in_(libraries),
            Activity.verb.in_([Verb.SIGN_UP_CONFIRMED, Verb.SIGN_UP_WAITING]),
            Activity.happened_at >= since,
        )
    ).one()
