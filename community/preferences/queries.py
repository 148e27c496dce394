"""Every select about preferences."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from community.accounts.models import Membership, Person
from community.libraries.models import Branch, Equipment, Library
from community.preferences.models import Preference
from community.topics.models import Theme


def find(session: Session, library_id: int, person_id: int) -> Preference | None:
    """What one person said to one library; None: nothing."""
    return session.scalars(_of(library_id, person_id)).one_or_none()


def get(session: Session, library_id: int, person_id: int) -> Preference:
    """Of somebody who has just said something."""
    return session.scalars(_of(library_id, person_id)).one()


def _of(library_id: int, person_id: int) -> Select[Preference]:
    return (
        select(Preference)
        .where(Preference.library_id == library_id, Preference.person_id == person_id)
        .options(selectinload(Preference.themes), selectinload(Preference.branches))
        .execution_options(populate_existing=True)
    )


def needs_of(
    session: Session, library_id: int, person_ids: Collection[int]
) -> dict[int, frozenset[Equipment]]:
    """What a room must have, of who said so and agreed to its use."""
    rows = session.execute(
        select(Preference.person_id, Preference.needs).where(
            Preference.library_id == library_id,
            Preference.person_id.in_(person_ids),
            Preference.needs.is_not(None),
        )
    )
    return {person_id: needs or frozenset() for person_id, needs in rows}


def list_mine(session: Session, person_id: int) -> Sequence[Preference]:
    """What I said to each library."""
    return session.scalars(
        select(Preference)
        .where(Preference.person_id == person_id)
        .options(selectinload(Preference.themes), selectinload(Preference.branches))
    ).all()


def list_my_libraries(session: Session, person: Person) -> Sequence[Library]:
    return session.scalars(
        select(Library)
        .join(Membership, Membership.library_id == Library.id)
        .where(Membership.person_id == person.id)
        .order_by(Library.name)
    ).all()


def list_themes(session: Session, ids: Collection[int] | None = None) -> Sequence[Theme]:
    """What can be liked here: a sensitive theme is asked about nowhere but in the register."""
    themes = select(Theme).where(Theme.is_sensitive.is_(False)).order_by(Theme.position)
    return session.scalars(themes if ids is None else themes.where(Theme.id.in_(ids))).all()


def list_branches(
    session: Session, library_id: int, ids: Collection[int] | None = None
) -> Sequence[Branch]:
    """The library's branches, or those of them; another library's are not among them."""
    branches = select(Branch).where(Branch.library_id == library_id).order_by(Branch.place)
    return session.scalars(branches if ids is None else branches.where(Branch.id.in_(ids))).all()
