"""What of the register stands on a page about something else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CompoundSelect, Select, select
from sqlalchemy.orm import Session, load_only

from community.register import seeing
from community.register.models import Entry, entry_theme
from community.register.narrowing import Wish
from community.register.queries import wanted
from community.register.seeing import Shown, Viewer

#: A select of the numbers of themes.
Themes = Select[int] | CompoundSelect[int]


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
        .options(
            load_only(
                Entry.direction,
                Entry.title,
                Entry.language,
                Entry.opened_at,
                Entry.state,
                raiseload=True,
            )
        )
        .where(*wanted(library_id, Wish(), viewer, now=now), Entry.id.in_(about))
        .order_by(Entry.opened_at.desc(), Entry.id.desc())
        .limit(most)
    )
    return [seeing.sentence(entry) for entry in found]
