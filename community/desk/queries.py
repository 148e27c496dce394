"""What waits for somebody, counted over several rooms."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.outbox.models import MailState, OutboxMail


def count_failed_mails(session: Session, library_id: int) -> int:
    """Mails of this library that will not be tried again."""
    return session.scalars(
        select(func.count(OutboxMail.id)).where(
            OutboxMail.library_id == library_id, OutboxMail.state == MailState.FAILED
        )
    ).one()
