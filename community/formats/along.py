"""A gathering that is made like another, or from a template, goes by the same format."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.formats import queries
from community.formats.models import FormatVersion, GatheringFormat
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering


def read(session: Session, gathering: Gathering) -> Any:
    taken = queries.find_of(session, gathering.library_id, gathering.id)
    if taken is None:
        return None
    return {
        "version": taken.version_id, "asks": taken.main_question, "rounds": list(taken.questions)
    }  # fmt: skip


def give(session: Session, gathering: Gathering, kept: Any, hand: Hand) -> None:
    """The very version; who wants a newer one is told that there is one."""
    is_ours = select(FormatVersion.id).where(
        FormatVersion.id == kept["version"], FormatVersion.library_id == gathering.library_id
    )
    if not gathering.conversational or session.scalar(is_ours) is None:
        return
    session.add(
        GatheringFormat(
            gathering_id=gathering.id,
            library_id=gathering.library_id,
            version_id=kept["version"],
            main_question=kept["asks"],
            questions=kept["rounds"],
            chosen_at=hand.now,
        )
    )
