"""What a manager does to a library's own words and places: branches, and the rooms in them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.errors import DomainError
from community.libraries import queries, versions
from community.libraries.models import (
    USUAL_MINUTES_AROUND,
    Branch,
    Equipment,
    Hours,
    Library,
    Room,
)
from community.texts import readable_tail
from community.words import N_


class NameIsTaken(DomainError):
    """Two rooms of one branch, or two branches, cannot be told apart."""

    status = 422

    def __init__(self) -> None:
        super().__init__(N_("This name is already in use."))


class PlaceIsInUse(DomainError):
    """Something took place there, or it is booked, so it stays."""

    def __init__(self) -> None:
        super().__init__(N_("Something takes place here, or did, so it cannot be removed."))


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDraft:
    name: str
    welcome: str
    address: str
    phone: str
    email: str
    catalogue_url: str
    accent_light: str
    accent_dark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchDraft:
    name: str
    place: str
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    district: str = ""
    phone: str = ""
    accessibility: str = ""
    hours: Hours = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDraft:
    name: str
    capacity: int | None = None
    directions: str = ""
    equipment: frozenset[Equipment] = frozenset()
    set_up_minutes: int = USUAL_MINUTES_AROUND
    clear_minutes: int = USUAL_MINUTES_AROUND


def change_library(session: Session, library_id: int, draft: LibraryDraft) -> Library:
    """Its name, its words and its colour; on every page at once."""
    library = session.get_one(Library, library_id)
    _fill_in(library, draft)
    versions.pages_changed(session, library_id)
    return library


def add_branch(session: Session, library_id: int, draft: BranchDraft) -> Branch:
    _refuse_known_branch(session, library_id, draft.name)
    branch = Branch(library_id=library_id, slug=_free_slug(session, library_id, draft.place))
    _fill_in(branch, draft)
    session.add(branch)
    session.flush()
    versions.pages_changed(session, library_id)
    return branch


def change_branch(session: Session, library_id: int, branch_id: int, draft: BranchDraft) -> Branch:
    """What it shows; its address in the agenda stays, so that links to it keep working."""
    branch = _branch(session, library_id, branch_id)
    if branch.name != draft.name:
        _refuse_known_branch(session, library_id, draft.name)
    _fill_in(branch, draft)
    versions.pages_changed(session, library_id)
    return branch


def remove_branch(session: Session, library_id: int, branch_id: int) -> None:
    _remove(session, _branch(session, library_id, branch_id))
    versions.pages_changed(session, library_id)


def add_room(session: Session, library_id: int, branch_id: int, draft: RoomDraft) -> Room:
    branch = _branch(session, library_id, branch_id)
    _refuse_known_room(session, branch_id, draft.name)
    room = Room(library_id=library_id, branch_id=branch.id)
    _fill_in(room, draft)
    session.add(room)
    session.flush()
    versions.pages_changed(session, library_id)
    return room


def change_room(session: Session, library_id: int, room_id: int, draft: RoomDraft) -> Room:
    room = _room(session, library_id, room_id)
    if room.name != draft.name:
        _refuse_known_room(session, room.branch_id, draft.name)
    _fill_in(room, draft)
    versions.pages_changed(session, library_id)
    return room


def remove_room(session: Session, library_id: int, room_id: int) -> None:
    _remove(session, _room(session, library_id, room_id))
    versions.pages_changed(session, library_id)


def _fill_in(row: Library | Branch | Room, draft: LibraryDraft | BranchDraft | RoomDraft) -> None:
    for each in fields(draft):
        setattr(row, each.name, getattr(draft, each.name))


def _remove(session: Session, row: Branch | Room) -> None:
    """The database itself knows what refers to it, whichever room of the house that is in."""
    session.delete(row)
    try:
        session.flush()
    except IntegrityError:
        raise PlaceIsInUse from None


def _refuse_known_branch(session: Session, library_id: int, name: str) -> None:
    if queries.has_branch_named(session, library_id, name):
        raise NameIsTaken


def _refuse_known_room(session: Session, branch_id: int, name: str) -> None:
    if queries.has_room_named(session, branch_id, name):
        raise NameIsTaken


def _free_slug(session: Session, library_id: int, place: str) -> str:
    """`ommen`, and `ommen-2` when that is taken."""
    slug = readable_tail(place, "vestiging", most=50)
    taken = set(queries.list_branch_slugs(session, library_id))
    tries = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in tries if each not in taken)


def _branch(session: Session, library_id: int, branch_id: int) -> Branch:
    return queries.get_branch(session, session.get_one(Library, library_id), branch_id)


def _room(session: Session, library_id: int, room_id: int) -> Room:
    return queries.get_room(session, session.get_one(Library, library_id), room_id)
