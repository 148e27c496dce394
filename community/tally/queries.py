"""The cards of a gathering, and gatherings whose door cards the log has yet to hear of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community import tokens
from community.errors import NotFound
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.tally.models import Tally

#: What the link on the tablet is made for.
PURPOSE = "tally door"


def find(session: Session, library_id: int, gathering_id: int) -> Tally | None:
    return session.scalars(
        select(Tally).where(Tally.library_id == library_id, Tally.gathering_id == gathering_id),
        execution_options={"populate_existing": True},
    ).one_or_none()


def door_token(gathering: Gathering, *, key: str) -> str:
    """Opens the card of this gathering and nothing else: who holds the tablet is nobody."""
    return tokens.derive(key, PURPOSE, gathering.id, gathering.invitation_salt)


def get_by_door(session: Session, library_id: int, token: str, *, key: str) -> Gathering:
    number = tokens.row_id(token)
    if number is None:
        raise NotFound
    gathering = hosting_queries.get(session, library_id, number)
    if not tokens.matches(token, key, PURPOSE, gathering.id, gathering.invitation_salt):
        raise NotFound
    return gathering


def list_untold(session: Session, *, ended_before: datetime) -> Sequence[tuple[int, int]]:
    """Library and gathering of which the door is shut and the log not up to date."""
    rows = session.execute(
        select(Tally.library_id, Tally.gathering_id)
        .join(Gathering, Gathering.id == Tally.gathering_id)
        .where(Tally.untold > 0, Gathering.ends_at < ended_before)
        .order_by(Tally.gathering_id)
    )
    return [(library_id, gathering_id) for library_id, gathering_id in rows]
