"""A quote that lost its name with an erasure, until a librarian has seen it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from community.rights import queries


def seen(session: Session, library_id: int, item_id: int) -> None:
    found = queries.find_nameless(session, library_id, item_id)
    if found is not None:
        session.delete(found)
