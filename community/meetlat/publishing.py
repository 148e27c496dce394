"""A manager says what of the meetlat anybody may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.db import insert_once
from community.libraries.versions import pages_changed
from community.meetlat import page_queries
from community.meetlat.models import MeetlatPublication, Publicity


def choose(session: Session, library_id: int, shows: Publicity, *, now: datetime) -> None:
    """From now on visitors see this. Choosing the same again changes nothing."""
    insert_once(
        session, MeetlatPublication, library_id=library_id, shows=Publicity.NOTHING, changed_at=now
    )
    publication = page_queries.lock_publication(session, library_id)
    if publication.shows is shows:
        return
    publication.shows, publication.changed_at = shows, now
    pages_changed(session, library_id)
