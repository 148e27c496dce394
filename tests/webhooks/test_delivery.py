"""Bringing what is owed: signed, retried with growing pauses, and paused when nobody answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from community import outside
from community.accounts.models import Role
from community.clock import now
from community.db import transaction
from community.webhooks import delivery, services, signing, states
from community.webhooks.models import Paused, State, Webhook, WebhookDelivery
from community.webhooks.states import PAUSES, Outcome
from tests.factories import a_librarian, a_library, a_member
from tests.keeping.forgetting import forget
from tests.sites import a_site, with_body
from tests.webhooks.hooks import URL, a_delivery, a_webhook, other_side

pytestmark = pytest.mark.usefixtures("app")

KEY = "only for tests"


@pytest.fixture
def library():
    return a_library()


def again(session, row):
    session.rollback()
    session.expire_all()
    return session.get_one(type(row), row.id)


def is_signed_by(secret: str, headers, body: bytes) -> bool:
    """As the other side checks it, from the words of the scheme."""
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
    return f"v1,{right}" in headers["webhook-signature"].split(" ")


def test_what_is_owed_is_brought_once(session, library, monkeypatch):
    side = other_side(monkeypatch)
    webhook = a_webhook(library)
    owed = a_delivery(webhook, body='{"type":"x"}')
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    ((url, body, headers),) = side.got
    assert (url, body) == (URL, b'{"type":"x"}')
    assert headers["webhook-id"] == owed.message_id
    found = again(session, owed)
    assert (found.state, found.answered, found.attempts) == (State.DELIVERED, 204, 1)
    assert found.took_ms >= 0


def test_the_signature_is_that_of_standard_webhooks(library, monkeypatch):
    side = other_side(monkeypatch)
    webhook = a_webhook(library)
    a_delivery(webhook, body='{"é":1}')
    delivery.deliver_due()
    _url, body, headers = side.got[0]
    assert is_signed_by(signing.secret_of(webhook, key=KEY), headers, body)
    assert not is_signed_by(signing.secret_of(webhook, key="another key"), headers, body)
    assert not is_signed_by(signing.secret_of(webhook, key=KEY), headers, body + b" ")


def test_after_a_renewal_both_secrets_are_good_for_a_day(library):
    webhook, at = a_webhook(library), now()
    old = signing.secret_of(webhook, key=KEY)
    with transaction() as tx:
        webhook = services.renew_secret(tx, library.id, webhook.id, by_id=1, now=at)
    new = signing.secret_of(webhook, key=KEY)
    assert old != new
    for hours, good in ((23, {old, new}), (24, {new})):
        moment = at + timedelta(hours=hours)
        headers = signing.headers_of(webhook, "msg_1", b"{}", key=KEY, now=moment)
        assert {each for each in (old, new) if is_signed_by(each, headers, b"{}")} == good


def test_pauses_grow_and_after_the_last_try_it_is_given_up(session, library):
    owed = a_delivery(a_webhook(library))
    at = now()
    for pause in PAUSES:
        with transaction() as tx:
            claimed = states.claim(tx, now=at)
            tx.expunge(claimed)
        with transaction() as tx:
            states.settle(tx, claimed, Outcome(5, answered=500), now=at)
        found = again(session, owed)
        assert (found.state, found.due_at) == (State.OWED, at + pause)
        at += pause
        with transaction() as tx:  # What is paused meanwhile goes on when somebody looked.
            services.resume(tx, library.id, owed.webhook_id)
    with transaction() as tx:
        claimed = states.claim(tx, now=at)
        tx.expunge(claimed)
    with transaction() as tx:
        states.settle(tx, claimed, Outcome(5, error="away"), now=at)
    found = again(session, owed)
    assert (found.state, found.last_error) == (State.FAILED, "away")
    assert found.attempts == len(PAUSES) + 1
    assert list(PAUSES) == sorted(PAUSES)


@pytest.mark.parametrize("status", [301, 404, 500, outside.TookTooLong(), outside.NotPublic()])
def test_whatever_is_not_a_yes_is_tried_again(session, library, monkeypatch, status):
    other_side(monkeypatch, status)
    owed = a_delivery(a_webhook(library))
    assert delivery.deliver_due() == 0
    found = again(session, owed)
    assert found.state is State.OWED
    assert found.due_at > now()
    assert found.last_error or found.answered == status


def test_who_does_not_answer_keeps_nobody_else_waiting(session, library, monkeypatch):
    side = other_side(monkeypatch, 503)
    away = a_webhook(library)
    for _ in range(20):
        a_delivery(away)
    assert delivery.deliver_due() == 0
    assert len(side.got) == 1, "the ones behind it wait as well, in their order"
    side.status = 204
    a_delivery(a_webhook(library, name="Ander", url="https://ander.example/"))
    assert delivery.deliver_due() == 1


def test_days_of_failure_pause_it_and_the_desk_is_told(session, library, monkeypatch, client_of):
    other_side(monkeypatch, 500)
    webhook = a_webhook(library)
    with transaction() as tx:
        tx.get_one(Webhook, webhook.id).failing_since = now() - states.LONG
    owed = a_delivery(webhook)
    delivery.deliver_due()
    found = again(session, webhook)
    assert found.paused_why is Paused.FAILING
    assert again(session, owed).state is State.OWED, "it goes on when somebody looked"
    today = client_of(a_librarian(library)).get("/vechtdal/beheer/").text
    assert "Webhook die niemand beantwoordt" in today
    manager = client_of(a_member(Role.MANAGER, library))
    desk = f"/vechtdal/beheer/koppelingen/webhooks/{webhook.id}"
    assert manager.post(f"{desk}/hervatten").status_code == 303
    assert again(session, webhook).paused_at is None


def test_who_says_that_it_is_gone_is_not_asked_again(session, library, monkeypatch):
    side = other_side(monkeypatch, 410)
    webhook = a_webhook(library)
    a_delivery(webhook)
    delivery.deliver_due()
    assert again(session, webhook).paused_why is Paused.GONE
    a_delivery(webhook)
    delivery.deliver_due()
    assert len(side.got) == 1


def test_a_yes_ends_a_time_of_failure(session, library, monkeypatch):
    other_side(monkeypatch)
    webhook = a_webhook(library)
    with transaction() as tx:
        tx.get_one(Webhook, webhook.id).failing_since = now() - timedelta(days=1)
    a_delivery(webhook)
    delivery.deliver_due()
    assert again(session, webhook).failing_since is None


def test_a_paused_webhook_gets_nothing_but_a_test(session, library, monkeypatch):
    side = other_side(monkeypatch)
    webhook = a_webhook(library)
    with transaction() as tx:
        services.pause(tx, library.id, webhook.id, now=now())
    waits = a_delivery(webhook)
    with transaction() as tx:
        services.send_test(tx, library.id, webhook.id, "vechtdal", now=now())
    assert delivery.deliver_due() == 1
    assert [json.loads(body)["type"] for _url, body, _headers in side.got] == ["test"]
    with transaction() as tx:
        services.resume(tx, library.id, webhook.id)
    assert delivery.deliver_due() == 1
    assert again(session, waits).state is State.DELIVERED


def test_two_workers_never_bring_the_same(library):
    a_delivery(a_webhook(library))
    with transaction() as tx:
        assert states.claim(tx, now=now()) is not None
    with transaction() as tx:
        assert states.claim(tx, now=now()) is None
        assert states.claim(tx, now=now() + states.LEASE) is not None, "who fell is replaced"


def test_who_comes_too_late_changes_nothing(session, library):
    owed, at = a_delivery(a_webhook(library)), now()
    claims = []
    for moment in (at, at + states.LEASE):
        with transaction() as tx:
            claims.append(states.claim(tx, now=moment))
            tx.expunge(claims[-1])
    slow, quick = claims
    with transaction() as tx:
        states.settle(tx, slow, Outcome(5, answered=500), now=at)
    found = again(session, owed)
    assert (found.answered, found.leased_until) == (None, quick.leased_until), "not its any more"
    with transaction() as tx:
        states.settle(tx, quick, Outcome(5, answered=200), now=at)
    with transaction() as tx:
        states.settle(tx, slow, Outcome(5, answered=500), now=at)
    assert again(session, owed).state is State.DELIVERED


def test_a_crash_between_the_answer_and_the_mark_brings_it_again_under_the_same_id(
    library, monkeypatch
):
    side = other_side(monkeypatch)
    a_delivery(a_webhook(library))
    with monkeypatch.context() as broken:
        broken.setattr(states, "settle", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            delivery.deliver_due()
    later = now() + states.LEASE
    monkeypatch.setattr(delivery, "now", lambda: later)
    assert delivery.deliver_due() == 1
    assert len({headers["webhook-id"] for _url, _body, headers in side.got}) == 1
    assert len(side.got) == 2


def test_what_was_given_up_is_brought_again_by_hand(session, library, monkeypatch):
    other_side(monkeypatch)
    owed = a_delivery(a_webhook(library), state=State.FAILED, attempts=9)
    with transaction() as tx:
        services.deliver_again(tx, library.id, owed.webhook_id, owed.id, now=now())
    assert delivery.deliver_due() == 1
    assert again(session, owed).message_id == owed.message_id


def test_messages_are_kept_for_a_month(session, library):
    webhook = a_webhook(library)
    a_delivery(webhook, owed_at=now() - timedelta(days=31))
    new = a_delivery(webhook, owed_at=now() - timedelta(days=29)).id
    assert forget("webhooks.brought", now()) == 1
    assert [each.id for each in session.query(WebhookDelivery)] == [new]


def test_neither_secret_nor_address_stands_in_the_log(library, monkeypatch, caplog):
    other_side(monkeypatch)
    webhook = a_webhook(library, url="https://buurt.example/hook?token=geheim")
    a_delivery(webhook)
    with caplog.at_level(logging.DEBUG):
        delivery.deliver_due()
    lines = "\n".join(str(record.__dict__) for record in caplog.records)
    assert "webhook" in lines
    assert "geheim" not in lines
    assert signing.secret_of(webhook, key=KEY) not in lines


def test_over_a_real_line_it_arrives_whole(app, library):
    with a_site(with_body(b"")) as site:
        webhook = a_webhook(library, url=site.url)
        a_delivery(webhook, body='{"type":"test"}')
        assert delivery.deliver_due() == 0, "this machine is not the outside"
        assert site.asked == []
        app.config["OUTSIDE_LOOPBACK"] = True
        with transaction() as tx:
            tx.execute(update(WebhookDelivery).values(due_at=now()))
        assert delivery.deliver_due() == 1
    assert '{"type":"test"}' in site.asked[0]
