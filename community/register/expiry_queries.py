"""What has stood its time, or nearly: what the clock asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.register.models import GRACE, NUDGED_BEFORE, Entry, EntryState


def list_about_to_expire(session: Session, *, now: datetime, most: int) -> Sequence[Entry]:
    """Open, nearly over, and of somebody who can be mailed and was not yet told."""
    return session.scalars(
        select(Entry)
        .join(Entry.person)
        .where(
            Entry.state == EntryState.OPEN,
            Entry.expires_at > now,
            Entry.expires_at <= now + NUDGED_BEFORE,
            Entry.nudged_at.is_(None),
            Person.email.is_not(None),
        )
        .order_by(Entry.expires_at, Entry.id)
        .limit(most)
    ).all()


def list_over(session: Session, *, now: datetime, most: int) -> Sequence[Entry]:
    """Open or paused, while the day that it would stand until has come."""
    return session.scalars(
        select(Entry)
        .where(Entry.state.in_((EntryState.OPEN, EntryState.PAUSED)), Entry.expires_at <= now)
        .order_by(Entry.expires_at, Entry.id)
        .limit(most)
    ).all()


def list_past_grace(session: Session, *, now: datetime, most: int) -> Sequence[Entry]:
    return session.scalars(
        select(Entry)
        .where(Entry.state == EntryState.EXPIRED, Entry.expires_at <= now - GRACE)
        .order_by(Entry.expires_at, Entry.id)
        .limit(most)
    ).all()
