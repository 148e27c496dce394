"""What search engines may find and what the hall may show: public, and nothing sensitive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, joinedload, load_only

from community.clock import local_day, start_of_day
from community.gatherings.models import Gathering
from community.gatherings.queries import in_lists, not_over
from community.groups.models import Group, SeenBy
from community.libraries.models import Branch, Library, LibraryVersion, Room

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


def list_for_hall(
    session: Session, library_id: int, branch_id: int | None, *, now: datetime, most: int
) -> Sequence[Gathering]:
    """What is on and what comes first. What has hung there for days goes after what begins."""
    wanted = [*in_lists(library_id), ~Gathering.is_sensitive, *not_over(now)]
    if branch_id:
        wanted.append(Gathering.branch_id == branch_id)
    went_on = Gathering.starts_at < start_of_day(local_day(now))
    return session.scalars(
        select(Gathering)
        .options(
            load_only(
                Gathering.title, Gathering.starts_at, Gathering.ends_at, Gathering.status,
                Gathering.mode, Gathering.address, Gathering.moved_from, raiseload=True,
            ),
            joinedload(Gathering.branch).load_only(Branch.place),
            joinedload(Gathering.room).load_only(Room.name),
        )
        .where(*wanted)
        .order_by(went_on, Gathering.starts_at, Gathering.id)
        .limit(most)
    ).all()  # fmt: skip


def list_groups(session: Session, library_id: int) -> Sequence[Group]:
    return session.scalars(
        select(Group)
        .options(load_only(Group.name, Group.revised_at, raiseload=True))
        .where(
            Group.library_id == library_id, Group.seen_by == SeenBy.EVERYONE, ~Group.is_sensitive
        )
        .order_by(Group.id)
    ).all()
