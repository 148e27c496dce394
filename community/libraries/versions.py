"""Renewing what the caches compare, as the last words of a transaction."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from community.db import before_commit
from community.libraries.models import LibraryVersion


def pages_changed(session: Session, library_id: int) -> None:
    """Something on a public page of this library is different: seats, a text, a colour."""
    before_commit(session, ("pages", library_id), lambda tx: _renew(tx, library_id, {}))


def agenda_changed(session: Session, library_id: int, *, now: datetime) -> None:
    """An event in this library's feeds is different, and so are its pages."""
    before_commit(
        session,
        ("agenda", library_id),
        lambda tx: _renew(tx, library_id, {"agenda": token_hex(8), "agenda_changed_at": now}),
    )


def _renew(session: Session, library_id: int, also: dict[str, object]) -> None:
    session.execute(
        update(LibraryVersion)
        .where(LibraryVersion.library_id == library_id)
        .values(pages=token_hex(8), **also)
    )


def read_all(engine: Engine) -> dict[str, str]:
    """Every library's versions by label, in one small read outside any session."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(LibraryVersion.library_id, LibraryVersion.pages, LibraryVersion.agenda)
        ).all()
    known = {f"pages:{library_id}": pages for library_id, pages, _agenda in rows}
    return known | {f"agenda:{library_id}": agenda for library_id, _pages, agenda in rows}
