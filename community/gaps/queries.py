"""Every select of the gap board: what is asked that nobody offers, in a fixed number of statements.

A request stands on the board as long as no open offer is about one of the same terms.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from community.register import seeing
from community.register.models import Direction, Entry, EntryState, entry_term
from community.register.seeing import Viewer
from community.skills.models import Skill, SkillKind, SkillState, skill_term

#: Of so many requests at most, the latest first, is looked whether anybody offers it.
MOST = 300


def list_unmet(session: Session, library_id: int, *, now: datetime) -> Sequence[Entry]:
    """The open requests that no open offer is about, the latest first."""
    offer, offered = aliased(Entry), aliased(entry_term)
    desk = Viewer(person_id=0, is_librarian=True)
    met = exists(
        select(1)
        .select_from(entry_term)
        .join(offered, offered.c.term_id == entry_term.c.term_id)
        .join(offer, offer.id == offered.c.entry_id)
        .where(
            entry_term.c.entry_id == Entry.id,
            offer.library_id == library_id,
            offer.direction == Direction.OFFER,
            offer.state == EntryState.OPEN,
            offer.expires_at > now,
            offer.hidden_at.is_(None),
        )
        .correlate(Entry)
    )
    return session.scalars(
        select(Entry)
        .where(
            *seeing.listed(library_id, desk, now=now), Entry.direction == Direction.REQUEST, ~met
        )
        .options(selectinload(Entry.themes), selectinload(Entry.terms))
        .order_by(Entry.opened_at.desc(), Entry.id.desc())
        .limit(MOST)
    ).all()


def count_who_know(
    session: Session, library_id: int, entry_ids: Collection[int]
) -> Mapping[int, int]:
    """How many people said that they can or know something about one of the terms of a request."""
    if not entry_ids:
        return {}
    rows = session.execute(
        select(entry_term.c.entry_id, func.count(Skill.person_id.distinct()))
        .join(skill_term, skill_term.c.term_id == entry_term.c.term_id)
        .join(Skill, Skill.id == skill_term.c.skill_id)
        .where(
            entry_term.c.entry_id.in_(entry_ids),
            Skill.library_id == library_id,
            Skill.state == SkillState.CONFIRMED,
            Skill.kind != SkillKind.WANTS_TO_LEARN,
        )
        .group_by(entry_term.c.entry_id)
    )
    return {entry_id: number for entry_id, number in rows}  # noqa: C416
