"""What search engines may find: everything public of a library, with its last real change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, load_only

from community.gatherings.models import Gathering
from community.gatherings.queries import in_lists
from community.groups.models import Group, SeenBy
from community.libraries.models import Library, LibraryVersion

#: A sitemap may hold 50,000 addresses; the latest gatherings go first.
MOST_GATHERINGS = 45_000
#: What was longer ago is still there, but nobody needs to find it.
DAYS_BACK = 365


def list_sitemaps(session: Session) -> Sequence[Row[str, datetime]]:
    """Slug and last change of every library."""
    return session.execute(
        select(Library.slug, LibraryVersion.agenda_changed_at)
        .join(LibraryVersion, LibraryVersion.library_id == Library.id)
        .order_by(Library.slug)
    ).all()


def list_gatherings(session: Session, library_id: int, *, now: datetime) -> Sequence[Gathering]:
    """Those that a search engine may show: public, and nothing that somebody would rather hide."""
    wanted = (*in_lists(library_id), ~Gathering.is_sensitive)
    recent = Gathering.ends_at > now - timedelta(days=DAYS_BACK)
    return session.scalars(
        select(Gathering)
        .options(load_only(Gathering.title, Gathering.revised_at, raiseload=True))
        .where(*wanted, recent)
        .order_by(Gathering.starts_at.desc(), Gathering.id)
        .limit(MOST_GATHERINGS)
    ).all()


def list_groups(session: Session, library_id: int) -> Sequence[Group]:
    return session.scalars(
        select(Group)
        .options(load_only(Group.name, Group.revised_at, raiseload=True))
        .where(
            Group.library_id == library_id, Group.seen_by == SeenBy.EVERYONE, ~Group.is_sensitive
        )
        .order_by(Group.id)
    ).all()
