"""How long what the tables wrote is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.db import changed_rows, table_of
from community.keeping.rules import Rule, Words, keep
from community.table_notes import queries
from community.table_notes.models import RoundClock, TableNote, TableScreen
from community.table_notes.rules import KEPT
from community.words import N_


def forget(session: Session, now: datetime) -> int:
    """Notes, screens and clocks; of what became sensitive at once. What a harvest made of them
    stays, with table and round."""
    done = 0
    for model in (TableNote, TableScreen, RoundClock):
        rows = table_of(model)
        gone = delete(rows).where(rows.c.gathering_id.in_(queries.past(now)))
        done += changed_rows(session, gone)
    return done


RULE = Rule(
    name="table_notes.notes",
    order=46,
    words=Words(
        what=N_("What your table wrote down at a conversation, without a name"),
        why=N_(
            "To make a harvest from it. People who were there can read it afterwards, and "
            "nobody else."
        ),
        how_long=N_("%(kept)s after the activity; what went into a harvest stays there."),
    ),
    periods={"kept": KEPT},
    forget=forget,
)


def register(_app: object) -> None:
    keep(RULE)
