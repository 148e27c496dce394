"""Opening the room: a screen for every table, and another address for one of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.db import insert_once
from community.errors import NotFound
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.table_notes import queries, rules
from community.table_notes.models import TableScreen
from community.tokens import new_salt


def open_room(
    session: Session, library_id: int, gathering_id: int, tables: int, *, now: datetime
) -> Gathering:
    """So many tables have a screen. Opening it again makes those that are missing, takes none away
    and leaves every address as it is."""
    gathering = hosting_queries.get(session, library_id, gathering_id)
    if not rules.can_have_room(gathering):
        raise rules.NoRoomHere
    if rules.stands(gathering, now) is rules.Stands.CLOSED:
        raise rules.RoomIsClosed
    for table_no in range(1, tables + 1):
        insert_once(
            session, TableScreen, library_id=library_id, gathering_id=gathering_id,
            table_no=table_no, salt=new_salt(), seen_at=None,
        )  # fmt: skip
    return gathering


def renew(session: Session, library_id: int, gathering_id: int, table_no: int) -> None:
    """The old link of this table opens nothing any more; what lies on the table stays."""
    gathering = hosting_queries.get(session, library_id, gathering_id)
    screen = queries.find_screen(session, gathering, table_no)
    if screen is None:
        raise NotFound
    queries.lock_screen(session, library_id, screen.id).salt = new_salt()
