"""Every select of the embeds room."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.embeds.models import EmbedSites


def list_sites(session: Session, library_id: int) -> list[str]:
    """Empty: every site may frame the agenda."""
    found = session.scalar(select(EmbedSites.sites).where(EmbedSites.library_id == library_id))
    return found or []
