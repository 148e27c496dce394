"""Every select of the pictures room."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.pictures.models import Picture


def find_by_digest(session: Session, library_id: int, digest: str, alt: str) -> Picture | None:
    return session.scalars(
        select(Picture)
        .where(Picture.library_id == library_id, Picture.digest == digest, Picture.alt == alt)
        .order_by(Picture.id)
        .limit(1)
    ).one_or_none()
