"""Who may see a kunde. Pages, search and lists all ask here.

| what | who sees it |
|---|---|
| a draft out of somebody's own words (an answer at a sign-up) | its person, nobody else |
| a draft that a librarian noted, or that came on a list | the librarians of that library |
| confirmed, or resting | the librarians of that library, and its person |

Nobody else ever sees a kunde: what others read is an offer, which is the register's and says who
may. That holds for sensitive themes too; of those the log keeps neither theme nor person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from community.skills.models import Skill, SkillState, Source

#: Drafts that librarians wrote down, and that their person sees when asked by mail or at the desk.
NOTED = frozenset({Source.LIBRARIAN, Source.LIST})
#: Drafts that are their person's alone.
OWN = frozenset(Source) - NOTED


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person or nobody, and the library at whose desk they work, if at any."""

    person_id: int | None = None
    desk_of: int | None = None


def may_see(skill: Skill, viewer: Viewer) -> bool:
    """The table above, for one kunde."""
    at_desk = viewer.desk_of == skill.library_id
    is_own = viewer.person_id is not None and viewer.person_id == skill.person_id
    if skill.state is not SkillState.DRAFT:
        return at_desk or is_own
    return at_desk if skill.source in NOTED else is_own


def at_desk(library_id: int) -> ColumnElement[bool]:
    """What the librarians of a library see."""
    return and_(
        Skill.library_id == library_id,
        or_(Skill.state != SkillState.DRAFT, Skill.source.in_(NOTED)),
    )


def own(person_id: int) -> ColumnElement[bool]:
    """What somebody sees of their own."""
    return and_(
        Skill.person_id == person_id,
        or_(Skill.state != SkillState.DRAFT, Skill.source.in_(OWN)),
    )


def ids_at_desk(library_id: int) -> Select[Any]:
    """For a search by a librarian."""
    return select(Skill.id).where(at_desk(library_id))
