"""Renewing what the caches compare, as the last words of a transaction."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from sqlalchemy import Engine, bindparam, select, update
from sqlalchemy.orm import Session

from community import clock
from community.db import before_commit, table_of
from community.libraries.models import LibraryVersion

_version = table_of(LibraryVersion)
_OF_LIBRARY = update(_version).where(_version.c.library_id == bindparam("library"))
# Built once: the first of them ends every sign-up.
_PAGES = _OF_LIBRARY.values(pages=bindparam("fresh"), pages_changed_at=bindparam("said"))
_AGENDA = _OF_LIBRARY.values(
    pages=bindparam("fresh"),
    pages_changed_at=bindparam("said"),
    agenda=bindparam("fresh"),
    agenda_changed_at=bindparam("moment"),
)


def pages_changed(session: Session, library_id: int) -> None:
    """Something on a public page of this library is different: seats, a text, a colour."""
    fresh = {"library": library_id, "fresh": token_hex(8), "said": clock.now()}
    before_commit(session, ("pages", library_id), _PAGES, **fresh)


def agenda_changed(session: Session, library_id: int, *, now: datetime) -> None:
    """An event in this library's feeds is different, and so are its pages."""
    fresh = {"library": library_id, "fresh": token_hex(8), "said": clock.now(), "moment": now}
    before_commit(session, ("agenda", library_id), _AGENDA, **fresh)


def read_all(engine: Engine) -> dict[str, str]:
    """Every library's versions by label, in one small read outside any session."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(_version.c.library_id, _version.c.pages, _version.c.agenda)
        ).all()
    known = {f"pages:{library_id}": pages for library_id, pages, _agenda in rows}
    return known | {f"agenda:{library_id}": agenda for library_id, _pages, agenda in rows}
