"""Every select of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import SignedIn


def list_browsers(session: Session, person_id: int, *, now: datetime) -> Sequence[SignedIn]:
    """Where this person is signed in; what was used last comes first."""
    return session.scalars(
        select(SignedIn)
        .where(SignedIn.person_id == person_id, SignedIn.expires_at > now)
        .order_by(SignedIn.last_used_at.desc(), SignedIn.id.desc())
    ).all()
