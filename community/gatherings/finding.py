"""What a gathering is found by, and what happens to that when a place changes its name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.gatherings import calendar_items
from community.gatherings.models import Gathering
from community.libraries.models import Branch, Room
from community.search.folding import fold_all
from community.topics.models import Theme


def search_text(
    title: str,
    summary: str,
    address: str,
    branch: Branch | None,
    room: Room | None,
    themes: Sequence[Theme],
) -> str:
    """Everything a gathering is looked for by, folded."""
    return fold_all(
        title,
        summary,
        address,
        *((branch.name, branch.place) if branch else ()),
        room.name if room else "",
        *(label for theme in themes for label in (theme.label, theme.label_en)),
    )


def place_changed(
    session: Session, library_id: int, branch_id: int, *, base_url: str, now: datetime
) -> int:
    """Write what shows this branch or a room in it anew: what is still to come; say how many."""
    session.flush()
    coming = session.scalars(
        select(Gathering)
        .where(
            Gathering.library_id == library_id,
            Gathering.branch_id == branch_id,
            Gathering.ends_at > now,
        )
        .options(
            joinedload(Gathering.branch),
            joinedload(Gathering.room),
            joinedload(Gathering.library),
            selectinload(Gathering.themes),
        )
        .order_by(Gathering.id)
        .with_for_update(of=Gathering, key_share=True),
        execution_options={"populate_existing": True},
    ).all()
    for each in coming:
        each.search_text = search_text(
            each.title, each.summary, each.address, each.branch, each.room, each.themes
        )
        calendar_items.refresh(session, each, base_url=base_url, now=now)
    return len(coming)
