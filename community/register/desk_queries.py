"""What the librarians of a library read of its register: all of it, whatever its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.accounts.models import Person
from community.moderation.models import Case
from community.register import seeing
from community.register.models import (
    NUDGED_BEFORE,
    Direction,
    Entry,
    EntryState,
    entry_theme,
)
from community.register.states import KIND
from community.topics.models import Theme

PAGE_SIZE = 40

#: What can be asked of the list besides a state: the words of the query string.
WAITING, HIDDEN, SENSITIVE, TO_CALL = "wacht", "verborgen", "gevoelig", "bellen"
ASPECTS = (WAITING, HIDDEN, SENSITIVE, TO_CALL)


@dataclass(frozen=True, slots=True)
class DeskWish:
    direction: Direction | None = None
    state: EntryState | None = None
    aspect: str = ""
    theme: str = ""
    page: int = 1


def list_page(
    session: Session, library_id: int, wish: DeskWish, *, now: datetime
) -> tuple[Sequence[Entry], int]:
    """One page, what changed last first, and how many there are in all."""
    wanted = _wanted(library_id, wish, now)
    total = session.scalars(select(func.count(Entry.id)).where(*wanted)).one()
    page = session.scalars(
        select(Entry)
        .options(joinedload(Entry.person), selectinload(Entry.themes), selectinload(Entry.terms))
        .where(*wanted)
        .order_by(Entry.revised_at.desc(), Entry.id.desc())
        .offset((wish.page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    return page, total


def list_cases(session: Session, library_id: int, entry_id: int) -> Sequence[Case]:
    """What moderation decided about it, the first first."""
    return session.scalars(
        select(Case)
        .where(
            Case.library_id == library_id, Case.subject_kind == KIND, Case.subject_id == entry_id
        )
        .options(joinedload(Case.decided_by))
        .order_by(Case.id)
    ).all()


def to_call(library_id: int, now: datetime) -> Select[int]:
    """How many are about to expire of people without an address; for the librarian's Today."""
    return select(func.count(Entry.id)).where(*_wanted(library_id, DeskWish(aspect=TO_CALL), now))


def _wanted(library_id: int, wish: DeskWish, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Entry.library_id == library_id]
    if wish.direction:
        found.append(Entry.direction == wish.direction)
    if wish.state:
        found.append(Entry.state == wish.state)
    if wish.theme:
        themed = select(entry_theme.c.entry_id).join(Theme, Theme.id == entry_theme.c.theme_id)
        found.append(Entry.id.in_(themed.where(Theme.slug == wish.theme)))
    return found + _aspect(wish.aspect, now)


def _aspect(aspect: str, now: datetime) -> list[ColumnElement[bool]]:
    without_mail = select(Person.id).where(Person.email.is_(None))
    aspects: dict[str, list[ColumnElement[bool]]] = {
        WAITING: [Entry.state == EntryState.DRAFT, Entry.handed_in_at.is_not(None)],
        HIDDEN: [Entry.hidden_at.is_not(None)],
        SENSITIVE: [Entry.id.in_(seeing.sensitive())],
        TO_CALL: [
            Entry.state.in_((EntryState.OPEN, EntryState.EXPIRED)),
            Entry.expires_at <= now + NUDGED_BEFORE,
            Entry.person_id.in_(without_mail),
        ],
    }
    return aspects.get(aspect, [])
