"""Somebody without mail was called: they know how it stands with a living library."""

from __future__ import annotations

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from community.db import changed_rows
from community.errors import NotFound
from community.living_books import calls_queries
from community.living_books.models import LivingBook, ReaderCall


def reader_knows(session: Session, library_id: int, sign_up_id: int) -> None:
    """They were told how it stands. Twice is once."""
    if not calls_queries.has_reader(session, library_id, sign_up_id):
        raise NotFound
    session.execute(
        delete(ReaderCall).where(
            ReaderCall.library_id == library_id, ReaderCall.sign_up_id == sign_up_id
        )
    )


def book_knows(session: Session, library_id: int, book_id: int) -> None:
    ours = (LivingBook.library_id == library_id, LivingBook.id == book_id)
    if not changed_rows(session, update(LivingBook).where(*ours).values(call_since=None)):
        raise NotFound
