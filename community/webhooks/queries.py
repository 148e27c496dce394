"""Every select of the webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.errors import NotFound
from community.libraries.models import Library
from community.webhooks.events import News, verbs_of
from community.webhooks.models import TEST, Paused, State, Webhook, WebhookDelivery

#: Said as the index says it.
IS_OWED: ColumnElement[bool] = text("webhook_delivery.state = 'owed'")  # type: ignore[assignment]

#: As many rows of the log as are looked at in one go.
MOST_ROWS = 500
#: As many lines as somebody reads of the list of messages.
MOST_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Outlook:
    """A webhook, and what the log has for it."""

    webhook: Webhook
    library: str
    rows: Sequence[News]

    @property
    def is_all(self) -> bool:
        return len(self.rows) < MOST_ROWS


def last_row(session: Session) -> int:
    """The highest number in the log; 0 when it is empty."""
    return session.scalars(select(func.coalesce(func.max(Activity.id), 0))).one()


def list_behind(session: Session, last_id: int) -> Sequence[tuple[Webhook, str]]:
    """The webhooks for which the log may have something new, with their library's slug."""
    rows = session.execute(
        select(Webhook, Library.slug)
        .join(Library, Library.id == Webhook.library_id)
        .where(Webhook.after_id < last_id)
        .order_by(Webhook.id)
    )
    return [(webhook, slug) for webhook, slug in rows]


def outlook(session: Session, webhook: Webhook, library: str) -> Outlook:
    """What happened since it was made, that it wants to know and that it is not owed yet."""
    owed = select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.activity_id == Activity.id
    )
    found = session.execute(
        select(*(getattr(Activity, each.name) for each in fields(News)))
        .where(
            Activity.library_id == webhook.library_id,
            Activity.id > webhook.after_id,
            Activity.verb.in_(verbs_of(webhook.events)),
            Activity.happened_at >= webhook.created_at,
            ~owed.exists(),
        )
        .order_by(Activity.id)
        .limit(MOST_ROWS)
    )
    return Outlook(webhook, library, [News(*row) for row in found])


def may_go(now: datetime) -> ColumnElement[bool]:
    """Owed, due, in nobody's hands; a paused webhook gets nothing but tests."""
    free = or_(WebhookDelivery.leased_until.is_(None), WebhookDelivery.leased_until <= now)
    awake = select(Webhook.id).where(Webhook.paused_at.is_(None))
    open_ = or_(WebhookDelivery.event == TEST, WebhookDelivery.webhook_id.in_(awake))
    return and_(IS_OWED, WebhookDelivery.due_at <= now, free, open_)


def is_any_due(session: Session, now: datetime) -> bool:
    due = select(WebhookDelivery.id).where(may_go(now)).limit(1)
    return session.scalars(due).first() is not None


def list_webhooks(session: Session, library_id: int) -> Sequence[Webhook]:
    return session.scalars(
        select(Webhook).where(Webhook.library_id == library_id).order_by(Webhook.name, Webhook.id)
    ).all()


def get(session: Session, library_id: int, webhook_id: int) -> Webhook:
    found = session.scalars(
        select(Webhook).where(Webhook.library_id == library_id, Webhook.id == webhook_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, webhook_id: int) -> Webhook | None:
    return session.scalars(
        select(Webhook).where(Webhook.id == webhook_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).one_or_none()


def get_delivery(
    session: Session, library_id: int, webhook_id: int, delivery_id: int
) -> WebhookDelivery:
    found = session.scalars(
        select(WebhookDelivery).where(
            WebhookDelivery.library_id == library_id,
            WebhookDelivery.webhook_id == webhook_id,
            WebhookDelivery.id == delivery_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_deliveries(
    session: Session, library_id: int, webhook_id: int
) -> Sequence[WebhookDelivery]:
    """The latest messages, newest first."""
    return session.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.library_id == library_id, WebhookDelivery.webhook_id == webhook_id)
        .order_by(WebhookDelivery.owed_at.desc(), WebhookDelivery.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def count_by_state(session: Session, library_id: int) -> Mapping[int, dict[State, int]]:
    """How many messages each webhook of a library has in each state."""
    found: dict[int, dict[State, int]] = {}
    rows = session.execute(
        select(WebhookDelivery.webhook_id, WebhookDelivery.state, func.count())
        .where(WebhookDelivery.library_id == library_id)
        .group_by(WebhookDelivery.webhook_id, WebhookDelivery.state)
    )
    for webhook_id, state, number in rows:
        found.setdefault(webhook_id, {})[state] = number
    return found


def list_set_up_since(session: Session, person_id: int, since: datetime) -> Sequence[Webhook]:
    """In whatever library."""
    theirs = (Webhook.set_up_by_id == person_id, Webhook.set_up_at >= since)
    return session.scalars(select(Webhook).where(*theirs).order_by(Webhook.id)).all()


def stopped_by_itself(library_id: int) -> Select[int]:
    """How many were paused because nobody answered, or by whom nobody should have."""
    return select(func.count(Webhook.id)).where(
        Webhook.library_id == library_id, Webhook.paused_why.in_(set(Paused) - {Paused.BY_HAND})
    )
