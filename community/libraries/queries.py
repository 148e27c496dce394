"""Every select of the libraries room."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, make_transient_to_detached, selectinload

from community.db import table_of
from community.errors import NotFound
from community.libraries.models import Branch, Library, LibraryVersion, Network, Room

_table = table_of(Library)
#: Built once: every request begins with it.
_PICTURE = select(_table).where(_table.c.slug == bindparam("slug"))


def get_by_slug(session: Session, slug: str) -> Library:
    library = find_by_slug(session, slug)
    if library is None:
        raise NotFound
    return library


def find_by_slug(session: Session, slug: str) -> Library | None:
    return session.scalars(select(Library).where(Library.slug == slug)).one_or_none()


def get_picture(session: Session, slug: str) -> Library:
    """The library as it is now, in no session: nothing watches it, and nothing reads it again."""
    row = session.connection().execute(_PICTURE, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound
    library = Library(**row._asdict())
    make_transient_to_detached(library)
    return library


def take_turn(session: Session, library_id: int) -> None:
    """Who changes something of a whole library does so one after another, until it is committed.

    It keeps nobody from anything else, such as signing up.
    """
    found = session.scalar(
        select(Library.id).where(Library.id == library_id).with_for_update(key_share=True)
    )
    if found is None:
        raise NotFound


def list_all(session: Session) -> Sequence[Library]:
    return session.scalars(select(Library).order_by(Library.name)).all()


def count(session: Session) -> int:
    return session.scalars(select(func.count(Library.id))).one()


def version(session: Session, library_id: int) -> LibraryVersion:
    return session.scalars(
        select(LibraryVersion).where(LibraryVersion.library_id == library_id)
    ).one()


def list_branches(session: Session, library: Library) -> Sequence[Branch]:
    return session.scalars(
        select(Branch).where(Branch.library_id == library.id).order_by(Branch.place, Branch.name)
    ).all()


def list_branches_with_rooms(session: Session, library: Library) -> Sequence[Branch]:
    return session.scalars(
        select(Branch)
        .where(Branch.library_id == library.id)
        .options(selectinload(Branch.rooms))
        .order_by(Branch.place, Branch.name)
    ).all()


def get_branch(session: Session, library: Library, branch_id: int) -> Branch:
    branch = session.scalars(
        select(Branch).where(Branch.library_id == library.id, Branch.id == branch_id)
    ).one_or_none()
    if branch is None:
        raise NotFound
    return branch


def has_branch_named(session: Session, library_id: int, name: str) -> bool:
    known = select(Branch.id).where(Branch.library_id == library_id, Branch.name == name)
    return session.scalars(known.limit(1)).first() is not None


def has_room_named(session: Session, branch_id: int, name: str) -> bool:
    known = select(Room.id).where(Room.branch_id == branch_id, Room.name == name)
    return session.scalars(known.limit(1)).first() is not None


def list_branch_slugs(session: Session, library_id: int) -> Sequence[str]:
    return session.scalars(select(Branch.slug).where(Branch.library_id == library_id)).all()


def get_room(session: Session, library: Library, room_id: int) -> Room:
    room = session.scalars(
        select(Room).where(Room.library_id == library.id, Room.id == room_id)
    ).one_or_none()
    if room is None:
        raise NotFound
    return room


def get_network(session: Session, slug: str) -> Network:
    network = session.scalars(select(Network).where(Network.slug == slug)).one_or_none()
    if network is None:
        raise NotFound
    return network
