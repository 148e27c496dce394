"""Invitations are kept as long as what was said at sign-up."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from community.invitations import queries
from community.invitations.models import Invitation


def forget_what_is_past(session: Session, *, now: datetime) -> int:
    """Six months after it; of a sensitive gathering on the fifth day. Twice changes nothing."""
    done = session.execute(delete(Invitation).where(Invitation.id.in_(queries.past(now))))
    return cast("CursorResult[Any]", done).rowcount
