"""Rooms with tables for tests to be about, and what a device sends for one."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import current_app
from sqlalchemy import select

from community.clock import now
from community.conversations.models import Kind
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.table_notes import opening, queries, writing
from community.table_notes.models import TableNote, TableScreen, Via
from community.table_notes.writing import Kept, Thought
from tests.factories import a_gathering, saved

_numbers = count(1)


def a_talk(**fields: Any) -> Gathering:
    """A gathering at which people are talking now."""
    begins = now() - timedelta(minutes=30)
    given = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), **fields}
    return a_gathering("Wat maakt hulp vragen lastig?", **given)


def a_table(gathering: Gathering | None = None, table_no: int = 1) -> TableScreen:
    """The screen of one table."""
    of = gathering or a_talk()
    with transaction() as tx:
        opening.open_room(tx, of.library_id, of.id, table_no, now=now())
    return the_table(of, table_no)


def the_table(gathering: Gathering, table_no: int) -> TableScreen:
    found = queries.find_screen(session(), gathering, table_no)
    assert found is not None
    return found


def thought(text: str = "Je wilt niemand tot last zijn.", **such: Any) -> Thought:
    """As a device has it: laid on the table, unless it says otherwise."""
    given = {
        "once": mark(), "revision": 1, "round_no": 1, "kind": Kind.INSIGHT, "is_laid": True,
        "at": now(), **such,
    }  # fmt: skip
    return Thought(text=text, **given)


def mark() -> str:
    return f"{next(_numbers):032x}"


def keeps(table: TableScreen, *thoughts: Thought, at: datetime | None = None) -> list[Kept]:
    with transaction() as tx:
        return writing.keep(tx, table.library_id, table.id, thoughts, now=at or now())


def notes_of(gathering: Gathering) -> list[TableNote]:
    """All there are, taken away or not."""
    session().rollback()
    every = select(TableNote).where(TableNote.gathering_id == gathering.id)
    return list(session().scalars(every.order_by(TableNote.id)))


def words_of(gathering: Gathering) -> list[str]:
    return sorted(note.text for note in notes_of(gathering) if note.laid_at and note.text)


def a_table_note(table: TableScreen, text: str = "Hoe weet je wie er tijd heeft?") -> TableNote:
    """As a row, whatever the hour."""
    made = now()
    return saved(
        TableNote(
            library_id=table.library_id, gathering_id=table.gathering_id, table_no=table.table_no,
            round_no=1, kind=Kind.QUESTION, text=text, via=Via.SCREEN, once=mark(), revision=1,
            laid_at=made, written_at=made, changed_at=made,
        )
    )  # fmt: skip


def at(table: TableScreen, tail: str = "") -> str:
    token = queries.token_of(table, key=current_app.config["SECRET_KEY"])
    return f"/vechtdal/tafel/{token}{tail}"


def room(gathering: Gathering, tail: str = "") -> str:
    return f"/vechtdal/beheer/activiteiten/{gathering.id}/zaal{tail}"


def sent(text: str, **such: Any) -> dict[str, Any]:
    """One note as a device sends it."""
    return {
        "once": mark(), "revision": 1, "round": 1, "kind": "insight", "text": text, "laid": True,
        "at": round(now().timestamp() * 1000), **such,
    }  # fmt: skip
