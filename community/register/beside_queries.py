"""What of the register stands on a page about something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, Select, func, select
from sqlalchemy.orm import Session, load_only

from community.register import seeing
from community.register.models import Direction, Entry, entry_theme
from community.register.narrowing import Wish
from community.register.queries import wanted
from community.register.seeing import Shown, Viewer

#: A select of the numbers of themes.
Themes = Select[int] | CompoundSelect[int]

#: What a sentence is made of; the rest of an entry is not read.
_SENTENCE = load_only(
    Entry.direction,
    Entry.title,
    Entry.language,
    Entry.opened_at,
    Entry.state,
    raiseload=True,
)


@dataclass(frozen=True, slots=True)
class Latest:
    """What was offered and asked last, and how many people offer something."""

    offers: Sequence[Shown] = ()
    requests: Sequence[Shown] = ()
    people: int = 0


def list_latest(
    session: Session, library_id: int, viewer: Viewer, *, most: int, now: datetime
) -> Latest:
    """One sentence of each, as this viewer finds them: the front page asks this once."""
    found = seeing.listed(library_id, viewer, now=now)
    latest_first = (Entry.opened_at.desc(), Entry.id.desc())
    nth = func.row_number().over(partition_by=Entry.direction, order_by=latest_first)
    ranked = select(Entry.id, nth.label("nth")).where(*found).subquery()
    who_offer = wanted(library_id, Wish(), viewer, now=now)
    people = select(func.count(Entry.person_id.distinct())).where(*who_offer)
    rows = session.execute(
        select(Entry, people.correlate(None).scalar_subquery())
        .options(_SENTENCE)
        .join(ranked, ranked.c.id == Entry.id)
        .where(ranked.c.nth <= most)
        .order_by(*latest_first)
    ).all()
    said = [seeing.sentence(row[0]) for row in rows]
    return Latest(
        offers=[one for one in said if one.direction is Direction.OFFER],
        requests=[one for one in said if one.direction is Direction.REQUEST],
        people=rows[0][1] if rows else 0,
    )


def list_sentences_about(
    session: Session,
    library_id: int,
    theme_ids: Themes,
    viewer: Viewer,
    *,
    most: int,
    now: datetime,
) -> list[Shown]:
    """The latest offers on these themes that this viewer finds, one sentence of each."""
    about = select(entry_theme.c.entry_id).where(entry_theme.c.theme_id.in_(theme_ids))
    found = session.scalars(
        select(Entry)
        .options(_SENTENCE)
        .where(*wanted(library_id, Wish(), viewer, now=now), Entry.id.in_(about))
        .order_by(Entry.opened_at.desc(), Entry.id.desc())
        .limit(most)
    )
    return [seeing.sentence(entry) for entry in found]
