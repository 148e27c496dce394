"""A gathering as it would be: filled in like a real one, and never added to a session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings import drafts, hosting_queries
from community.gatherings.drafts import GatheringDraft
from community.gatherings.models import Gathering, GatheringStatus
from community.libraries.models import Library
from community.topics import queries as topics


def as_it_would_be(
    session: Session,
    library: Library,
    draft: GatheringDraft,
    stands: Gathering | None,
    *,
    now: datetime,
) -> Gathering:
    """What the public would see of a completed draft once it is published."""
    would_be = Gathering(
        id=stands.id if stands else 0,
        library_id=library.id,
        status=GatheringStatus.PUBLISHED,
        taken=stands.taken if stands else 0,
        waiting=stands.waiting if stands else 0,
        moved_from=stands.moved_from if stands else None,
        published_at=now,
        revised_at=now,
        created_at=now,
    )
    for name in drafts.SHARED:
        setattr(would_be, name, getattr(draft, name))
    if stands and stands.published_at and stands.starts_at != draft.starts_at:
        would_be.moved_from = stands.starts_at
    would_be.branch = hosting_queries.find_branch(session, library.id, draft.branch_id)
    would_be.room = hosting_queries.find_room(session, library.id, draft.room_id)
    would_be.themes = list(topics.list_themes(session, draft.theme_ids))
    possible = hosting_queries.list_possible_hosts(session, library.id, stands)
    would_be.hosts = [person for person in possible if person.id in draft.host_ids]
    return would_be
