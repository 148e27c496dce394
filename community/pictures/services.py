"""Giving a picture that lies in storage its place in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.pictures import queries
from community.pictures.models import Picture


def place(
    session: Session,
    library_id: int,
    digest: str,
    *,
    alt: str,
    width: int,
    height: int,
    now: datetime,
) -> Picture:
    """The picture with this description; the one that is there already, if there is one."""
    known = queries.find_by_digest(session, library_id, digest, alt)
    if known is not None:
        return known
    picture = Picture(
        library_id=library_id, digest=digest, alt=alt, width=width, height=height, created_at=now
    )
    session.add(picture)
    session.flush()
    return picture
