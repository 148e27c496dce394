"""The templates of the town: two things that its librarians give again and again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.gatherings import templates
from community.gatherings.drafts import draft_of
from community.gatherings.models import Gathering

#: The name of a template, and the beginning of the title it comes from.
KEPT = {"Repaircafé": "Repaircafé", "Socratisch gesprek": "Socratisch gesprek"}


def keep(session: Session, library_id: int, now: datetime) -> None:
    """The first of each becomes a template; a town that does not give it has none."""
    for name, beginning in KEPT.items():
        example = session.scalars(
            select(Gathering)
            .where(
                Gathering.library_id == library_id,
                Gathering.title.startswith(beginning),
                Gathering.published_at.is_not(None),
            )
            .order_by(Gathering.starts_at.desc())
            .limit(1)
        ).first()
        if example is not None:
            templates.save(session, library_id, name, draft_of(example), now=now)
