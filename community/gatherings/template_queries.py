"""What is read of templates, and of what a new gathering could be like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.errors import NotFound
from community.gatherings import hosting_queries
from community.gatherings.hosting_queries import Shelf
from community.gatherings.models import Gathering
from community.gatherings.template_models import GatheringTemplate

#: As many as somebody looks through before typing a word.
MOST_EARLIER = 8


def list_templates(session: Session, library_id: int) -> Sequence[GatheringTemplate]:
    return session.scalars(
        select(GatheringTemplate)
        .where(GatheringTemplate.library_id == library_id)
        .order_by(func.lower(GatheringTemplate.name), GatheringTemplate.id)
    ).all()


def get(session: Session, library_id: int, template_id: int) -> GatheringTemplate:
    found = session.scalars(
        select(GatheringTemplate).where(
            GatheringTemplate.id == template_id, GatheringTemplate.library_id == library_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_by_name(session: Session, library_id: int, name: str) -> GatheringTemplate | None:
    return session.scalars(
        select(GatheringTemplate).where(
            GatheringTemplate.library_id == library_id, GatheringTemplate.name == name
        )
    ).one_or_none()


def list_earlier(
    session: Session, library_id: int, words: str = "", *, now: datetime
) -> list[Gathering]:
    """What was done before, latest first; of what comes back, the last time."""
    shelf = hosting_queries.list_shelf(session, library_id, Shelf.PAST, words=words, now=now)
    latest = {gathering.title: gathering for gathering in reversed(shelf.items)}
    by_day = sorted(latest.values(), key=lambda each: each.starts_at, reverse=True)
    return by_day[:MOST_EARLIER]
