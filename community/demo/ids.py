"""What stands already, as the stories of the town name it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.libraries.models import Branch
from community.topics.models import Theme


def theme_ids(session: Session) -> dict[str, int]:
    """By slug."""
    rows = session.execute(select(Theme.slug, Theme.id))
    return {slug: number for slug, number in rows}  # noqa: C416 (rows are no pairs)


def branch_ids(session: Session, library_id: int) -> list[int]:
    """The first one first."""
    branches = select(Branch.id).where(Branch.library_id == library_id).order_by(Branch.id)
    return list(session.scalars(branches))
