"""From the log to what is owed: each row once per webhook, however often and by whom it is asked.

The log is the source. What stands in it is owed, what does not (rolled back, never happened) is
not. A row may become visible later than one with a higher number, so for a while the same stretch
is looked at again; the UNIQUE makes that harmless.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.db import insert_once
from community.webhooks import queries
from community.webhooks.events import EVENT_OF, body_of
from community.webhooks.models import Webhook, WebhookDelivery
from community.webhooks.queries import Outlook

#: Longer than any transaction lasts.
LATE = timedelta(minutes=10)


def list_news(session: Session, *, now: datetime) -> tuple[int, list[Outlook]]:
    """The last row of the log, and for which webhooks something must be kept. Reads only."""
    last_id = queries.last_row(session)
    found = [queries.outlook(session, *each) for each in queries.list_behind(session, last_id)]
    return last_id, [each for each in found if each.rows or _is_settled(each.webhook, now)]


def owe(session: Session, outlook: Outlook, last_id: int, *, now: datetime) -> int:
    """Owe what is new; how many messages. `last_id` was read before the rows were."""
    webhook = outlook.webhook
    made = sum(
        insert_once(
            session, WebhookDelivery,
            library_id=webhook.library_id, webhook_id=webhook.id, activity_id=row.id,
            message_id=new_message_id(), event=EVENT_OF[row.verb].value,
            body=body_of(row, outlook.library), owed_at=now, due_at=now,
        )
        for row in outlook.rows
    )  # fmt: skip
    if outlook.is_all and _is_settled(webhook, now):
        # Whoever took a number up to `seen_id` is done by now, and was in the rows just read.
        session.execute(
            update(Webhook)
            .where(Webhook.id == webhook.id, Webhook.seen_id == webhook.seen_id)
            .values(after_id=webhook.seen_id, seen_id=last_id, seen_at=now),
            execution_options={"synchronize_session": False},
        )
    return made


def new_message_id() -> str:
    return f"msg_{token_hex(16)}"


def _is_settled(webhook: Webhook, now: datetime) -> bool:
    return now - webhook.seen_at >= LATE
