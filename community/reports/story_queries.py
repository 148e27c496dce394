"""Stories: all of a library, and those that stand in the report of a year."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, selectinload

from community.errors import NotFound
from community.reports.models import Story, StoryPermission


def get(session: Session, library_id: int, story_id: int) -> Story:
    story = session.scalars(
        select(Story)
        .where(Story.library_id == library_id, Story.id == story_id)
        .options(selectinload(Story.permissions))
    ).one_or_none()
    if story is None:
        raise NotFound
    return story


def find_same(session: Session, like: Story) -> Story | None:
    """The story of that year that is in these very words."""
    return session.scalars(
        select(Story)
        .where(
            Story.library_id == like.library_id,
            Story.year == like.year,
            Story.title == like.title,
            Story.text == like.text,
            Story.teller == like.teller,
        )
        .limit(1)
    ).one_or_none()


def list_stories(session: Session, library_id: int) -> Sequence[Story]:
    """The latest year first."""
    return session.scalars(
        select(Story)
        .where(Story.library_id == library_id)
        .options(selectinload(Story.permissions))
        .order_by(Story.year.desc(), Story.id)
    ).all()


def list_in_report(session: Session, library_id: int, year: int) -> Sequence[Story]:
    """Chosen, and with permission for the text as it is now."""
    permitted = and_(
        StoryPermission.story_id == Story.id,
        StoryPermission.version == Story.version,
        StoryPermission.withdrawn_at.is_(None),
    )
    return session.scalars(
        select(Story)
        .join(StoryPermission, permitted)
        .where(Story.library_id == library_id, Story.year == year, Story.chosen)
        .order_by(Story.id)
    ).all()


def count_chosen(session: Session, library_id: int, year: int, *, but: int) -> int:
    chosen = select(func.count(Story.id)).where(
        Story.library_id == library_id, Story.year == year, Story.chosen, Story.id != but
    )
    return session.scalars(chosen).one()
