"""From the log to what is owed: each row once per webhook."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from community.activity import services as activity
from community.activity.verbs import Verb
from community.clock import now
from community.db import db, transaction
from community.gatherings import hosting, sign_up_changes
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import GatheringStatus
from community.webhooks import delivery, owing, queries
from community.webhooks.events import EVENT_OF
from community.webhooks.models import Event, Webhook, WebhookDelivery
from tests.factories import a_gathering, a_library, a_person, a_sign_up
from tests.webhooks.hooks import a_webhook

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def library():
    return a_library()


def owed(session) -> list[tuple[int, str]]:
    session.rollback()
    rows = select(WebhookDelivery.webhook_id, WebhookDelivery.event).order_by(WebhookDelivery.id)
    return [tuple(row) for row in session.execute(rows)]


def log_row(gathering, verb: Verb = Verb.SIGN_UP_LEFT, **facts: object) -> int:
    given = {"now": now(), "details": {"party_size": 2}, **facts}
    with transaction() as tx:
        return activity.record(
            tx, verb, library_id=gathering.library_id, gathering_id=gathering.id, **given
        )


def test_what_happens_is_owed_to_who_wants_to_know(session, library):
    all_of_it, moves = a_webhook(library), a_webhook(library, Event.GATHERING_MOVED)
    draft = a_gathering(status=GatheringStatus.DRAFT, published_at=None)
    with transaction() as tx:
        hosting.publish(tx, library.id, draft.id, Hand(None, "https://example.org", now()))
    assert delivery.owe_news() == 1
    assert owed(session) == [(all_of_it.id, "gathering.published")]
    with transaction() as tx:
        hosting.cancel(tx, library.id, draft.id, "Ziek", Hand(None, "https://x.nl", now()))
    delivery.owe_news()
    assert owed(session)[1:] == [(all_of_it.id, "gathering.cancelled")]
    assert moves.id not in {webhook_id for webhook_id, _event in owed(session)}


def test_what_is_rolled_back_is_never_owed(session, library):
    a_webhook(library)
    gathering = a_gathering()
    with suppress(RuntimeError), transaction() as tx:
        activity.record(tx, Verb.SIGN_UP_LEFT, library_id=library.id, gathering_id=gathering.id,
                        details={"party_size": 1}, now=now())  # fmt: skip
        raise RuntimeError
    delivery.owe_news()
    assert owed(session) == []


def test_looking_ten_times_owes_once(session, library):
    a_webhook(library)
    log_row(a_gathering())
    for _ in range(10):
        delivery.owe_news()
    assert len(owed(session)) == 1


def test_a_second_worker_with_the_same_look_changes_nothing(session, library):
    a_webhook(library)
    log_row(a_gathering())
    last_id, (outlook,) = owing.list_news(session, now=now())
    for made in (1, 0):
        with transaction() as tx:
            assert owing.owe(tx, outlook, last_id, now=now()) == made
    assert len(owed(session)) == 1


def test_another_library_and_what_was_before_are_not_told(session, library):
    gathering = a_gathering(library=library)
    log_row(gathering)
    webhook = a_webhook(library)
    log_row(a_gathering(library=a_library("zuidpolder")))
    log_row(gathering, happened_at=now() - timedelta(days=9))  # Noted now, of long before.
    delivery.owe_news()
    assert owed(session) == []
    log_row(gathering)
    delivery.owe_news()
    assert owed(session) == [(webhook.id, "sign_up.left")]


def test_a_row_that_commits_late_under_a_lower_number_is_not_missed(session, library):
    """The mark moves on only when nobody can have a lower number any more."""
    made = a_webhook(library)
    gathering = a_gathering()
    late, early = log_row(gathering), log_row(gathering)

    def look(hidden: set[int], at) -> None:
        last_id, news = owing.list_news(session, now=at)
        for each in news:
            seen = [row for row in each.rows if row.id not in hidden]
            with transaction() as tx:
                owing.owe(tx, queries.Outlook(each.webhook, each.library, seen), last_id, now=at)

    start = now()
    # Since the webhook was made more than LATE ago the mark moves, but not past what may come.
    look({late}, start)
    session.expire_all()
    assert session.get_one(Webhook, made.id).after_id < late
    look({late}, start + owing.LATE - timedelta(seconds=1))
    look(set(), start + owing.LATE - timedelta(seconds=1))
    assert set(session.scalars(select(WebhookDelivery.activity_id))) == {late, early}
    look(set(), start + owing.LATE)
    session.expire_all()
    assert session.get_one(Webhook, made.id).after_id == early
    assert owing.list_news(session, now=start + owing.LATE * 3) == (early, [])


def test_more_news_than_one_look_takes_comes_in_several(session, library, monkeypatch):
    monkeypatch.setattr(queries, "MOST_ROWS", 2)
    a_webhook(library)
    gathering = a_gathering()
    for _ in range(5):
        log_row(gathering)
    for expected in (2, 4, 5, 5):
        delivery.owe_news()
        assert len(owed(session)) == expected


def test_a_message_says_which_and_how_many_and_never_who(session, library):
    a_webhook(library)
    gathering = a_gathering()
    person = a_person("Noortje", surname="Achternaam")
    sign_up = a_sign_up(gathering, person, party_size=3)
    with transaction() as tx:
        sign_up_changes.leave(tx, sign_up.id, now=now())
    delivery.owe_news()
    found = session.scalars(select(WebhookDelivery)).one()
    said = json.loads(found.body)
    assert said["type"] == "sign_up.left"
    assert said["timestamp"].endswith("Z")
    assert said["data"] == {"library": "vechtdal", "gathering_id": gathering.id,
                            "branch_id": gathering.branch_id, "party_size": 3}  # fmt: skip
    for private in ("Noortje", "Achternaam", person.email):
        assert private not in found.body


def test_every_event_has_its_verb():
    assert set(EVENT_OF.values()) == set(Event)
    assert all(verb.replace(":", ".") == event for verb, event in EVENT_OF.items())


def test_without_news_nothing_is_written(session, library):
    a_webhook(library)
    delivery.owe_news()
    wrote: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        wrote.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    delivery.owe_news()
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(wrote) <= 3
    assert not [each for each in wrote if each.lstrip().upper().startswith(("INSERT", "UPDATE"))]
