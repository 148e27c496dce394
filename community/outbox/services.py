"""Owing people a mail. Delivering it is `delivery.py`."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from community.db import insert_once_later
from community.outbox.models import OutboxMail


def owe(
    session: Session,
    template: str,
    *,
    to: int,
    key: str,
    now: datetime,
    library_id: int | None = None,
    gathering_id: int | None = None,
    due_at: datetime | None = None,
    **context: object,
) -> None:
    """Owe the person with id `to` a mail, once per `key`; it leaves after the commit."""
    insert_once_later(
        session,
        OutboxMail,
        key=key,
        library_id=library_id,
        template=template,
        person_id=to,
        gathering_id=gathering_id,
        context=context,
        queued_at=now,
        due_at=due_at or now,
        message_id=str(uuid4()),
    )
