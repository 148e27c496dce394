"""Bringing what is owed: look in the log, claim, send, mark, each in a transaction of its own.

A crash at any point loses nothing. The worst is that the other side gets a message twice, with the
same webhook-id.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from time import perf_counter

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from community import outside
from community.clock import now
from community.db import session, transaction
from community.web.keys import house_key
from community.webhooks import owing, queries, signing, states
from community.webhooks.models import Webhook, WebhookDelivery
from community.webhooks.states import Outcome

log = logging.getLogger("community.webhooks")

#: Seconds between two looks, and while there is no database.
LOOK_EVERY = 1.0
WAIT = 15.0


def owe_news() -> int:
    """Owe each webhook what the log has for it; how many messages."""
    at = now()
    last_id, news = owing.list_news(session(), now=at)
    for each in news:
        with transaction() as tx:
            made = owing.owe(tx, each, last_id, now=at)
        if made:
            log.info("news owed", extra={"facts": {"messages": made}})
    session().rollback()
    return sum(len(each.rows) for each in news)


def deliver_due(*, stopping: Callable[[], bool] = lambda: False) -> int:
    """Bring what is due, oldest first, until nothing is; how many arrived."""
    count = 0
    while not stopping() and queries.is_any_due(session(), now()):
        session().rollback()
        with transaction() as tx:
            delivery = states.claim(tx, now=now())
            if delivery is None:
                break  # Another worker was sooner.
            webhook = tx.get_one(Webhook, delivery.webhook_id, populate_existing=True)
            tx.expunge(delivery)
        count += deliver(delivery, webhook)
    session().rollback()
    return count


def deliver(delivery: WebhookDelivery, webhook: Webhook) -> bool:
    """Bring one claimed message, and keep how that went. Nothing is held meanwhile."""
    outcome = _brought(delivery, webhook)
    with transaction() as tx:
        states.settle(tx, delivery, outcome, now=now())
    facts = {
        "webhook": delivery.webhook_id, "delivery": delivery.id, "event": delivery.event,
        "status": outcome.answered, "ms": outcome.took_ms, "tries": delivery.attempts,
    }  # fmt: skip
    log.info("webhook", extra={"facts": facts})
    return outcome.is_good


def run(app: Flask, stop: Event, beat: Callable[[], None] = lambda: None) -> None:
    """Look and bring until `stop`; whatever happens, go on."""

    def stopping() -> bool:
        beat()
        return stop.is_set()

    wait = LOOK_EVERY
    while not stop.wait(wait):
        wait = LOOK_EVERY
        try:
            with app.app_context():
                beat()
                owe_news()
                deliver_due(stopping=stopping)
        except SQLAlchemyError as error:
            wait = WAIT
            log.warning("no database", extra={"facts": {"why": type(error).__name__}})
        except Exception:
            wait = WAIT
            log.exception("the webhooks stumbled")


def _brought(delivery: WebhookDelivery, webhook: Webhook) -> Outcome:
    body = delivery.body.encode()
    headers = signing.headers_of(webhook, delivery.message_id, body, key=house_key(), now=now())
    began = perf_counter()
    try:
        answer = outside.post(
            webhook.url, body, headers, reach=outside.reach_of(current_app.config)
        )
    except outside.OutsideError as error:
        return Outcome(_ms(began), error=error.message)
    return Outcome(_ms(began), answered=answer.status)


def _ms(began: float) -> int:
    return round((perf_counter() - began) * 1000)
