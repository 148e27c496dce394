"""Twice at once, asleep, and without a mail server: nothing is lost and nothing is doubled."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from community.clock import from_local
from community.db import db, session, table_of
from community.notifications import digesting, jobs, reminding
from community.notifications.models import Reminder
from community.outbox import delivery
from community.outbox.failures import ServerAway
from community.outbox.models import MailState, OutboxMail
from community.outbox.transport import opened
from tests.factories import a_gathering, a_person
from tests.gatherings.crowd import rush
from tests.notifications.post import all_owed, sends, signed_up, wants
from tests.outbox.postoffice import PostOffice

DAY = date(2026, 11, 12)
BEGINS = from_local(DAY, time(19, 30))
RUNNERS = 2


@pytest.fixture
def post_office():
    office = PostOffice()
    office.open()
    yield office
    office.close()


@pytest.fixture
def at_once(monkeypatch):
    """Two runners that have both asked what is due before either owes anything."""
    asked = Barrier(RUNNERS, timeout=20)
    for of in (reminding, digesting):
        list_due = of.list_due

        def wait(*args, _list_due=list_due, **named):
            due = _list_due(*args, **named)
            asked.wait()
            return due

        monkeypatch.setattr(of, "list_due", wait)


def crowd(number: int = 8):
    """People who are to be reminded, and to get a digest, at eight on that morning."""
    now = from_local(DAY, time(8))
    gathering = a_gathering(starts_at=from_local(DAY, time(10)), capacity=None)
    a_gathering("Iets nieuws", starts_at=BEGINS + timedelta(days=3), published_at=now,
                library=gathering.library)  # fmt: skip
    for _ in range(number):
        person = signed_up(gathering).person
        wants(person, gathering.library_id, at=now - timedelta(days=30), digest=True)
    return now, number


def run_twice(app, now) -> Counter[str]:
    for job in (jobs.remind, jobs.send_digests):
        wrong = rush(app, [partial(job, now)] * RUNNERS, in_flight=RUNNERS)
        assert wrong == []
    return Counter(mail.template for mail in all_owed())


def test_two_runners_at_the_same_time_owe_everything_once(app, at_once):
    now, number = crowd()
    assert run_twice(app, now) == {
        "notifications/three_hours": number,
        "notifications/digest": number,
    }


def test_without_the_key_two_runners_would_owe_it_twice(app, at_once):
    """What the test above would miss, if it were not the key that keeps it so."""
    now, number = crowd()
    take_the_key_away()
    assert run_twice(app, now) == {
        "notifications/three_hours": RUNNERS * number,
        "notifications/digest": RUNNERS * number,
    }


def take_the_key_away() -> None:
    """On SQLite a table is made anew to lose a constraint."""
    session().rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                sa.text("ALTER TABLE outbox_mail DROP CONSTRAINT uq_outbox_mail_key")
            )
            return
        bare = table_of(OutboxMail).to_metadata(sa.MetaData())
        for each in [c for c in bare.constraints if isinstance(c, sa.UniqueConstraint)]:
            bare.constraints.remove(each)
        connection.execute(sa.text("DROP TABLE outbox_mail"))
        bare.create(connection)


def test_a_mail_server_that_is_away_for_two_hours_loses_and_doubles_nothing(
    app, clock, post_office
):
    """What fell due in an afternoon leaves in its order once the server is back."""
    begins = [from_local(DAY, time(hour, 30)) for hour in (16, 17, 18, 19)]
    sign_ups = [
        signed_up(a_gathering(f"Om {each:%H.%M}", starts_at=each), a_person(f"P{number}"))
        for number, each in enumerate(begins)
    ]
    sends(sign_ups[0].library_id, Reminder.THREE_HOURS)
    clock.at = from_local(DAY, time(13))
    away = (from_local(DAY, time(14)), from_local(DAY, time(16)))
    lost = 0
    while clock.at < from_local(DAY, time(17)):
        if clock.at == away[0]:
            post_office.close()
        if clock.at == away[1]:
            post_office.open()
        jobs.remind(clock.at)
        try:
            with opened(post_office.url) as way:
                delivery.deliver_due(way)
        except ServerAway:
            lost += 1
        clock.pass_by(minutes=10)
    assert lost == 12 - 3  # Nothing was owed before 14.30, so nobody was looked for.
    mails = all_owed()
    assert [mail.state for mail in mails] == [MailState.SENT] * len(sign_ups)
    assert all(mail.attempts == 1 for mail in mails)
    addresses = [str(mail["To"]).partition("@")[0].rpartition("<")[2][:2] for mail in
                 post_office.received]  # fmt: skip
    assert addresses == ["p0", "p1", "p2", "p3"]
    assert len({str(mail["Message-ID"]) for mail in post_office.received}) == len(sign_ups)


def test_what_left_can_be_stopped_with_one_click_as_the_standard_says(clock, post_office, app):
    signed_up(a_gathering(starts_at=BEGINS))
    clock.at = BEGINS - timedelta(hours=3)
    jobs.remind(clock.at)
    with opened(post_office.url) as way:
        assert delivery.deliver_due(way) == 1
    (raw,), (mail,) = post_office.raw, post_office.received
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (line,) = [each for each in raw.split(b"\r\n") if each.startswith(b"List-Unsubscribe: ")]
    address = line.decode().partition("<")[2].rstrip(">")
    path = address.removeprefix(app.config["BASE_URL"])
    assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
