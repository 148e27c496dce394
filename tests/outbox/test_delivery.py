"""Delivering through a real mail server, on both databases."""

from __future__ import annotations

import logging
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from community.clock import now
from community.outbox import delivery, letters, states
from community.outbox.failures import ServerAway
from community.outbox.models import MailState
from community.outbox.transport import opened
from tests.outbox.conftest import the_mail


def deliver(url: str) -> int:
    with opened(url) as way:
        return delivery.deliver_due(way)


def test_what_is_due_leaves_oldest_first_over_one_connection(owed, post_office):
    for minutes, key in ((1, "third"), (3, "first"), (2, "second")):
        owed(key, at=now() - timedelta(minutes=minutes))
    owed("tomorrow", at=now() + timedelta(days=1))
    assert deliver(post_office.url) == 3
    assert post_office.subjects == ["first", "second", "third"]
    assert post_office.connections == 1
    assert the_mail("first").state is MailState.SENT
    assert the_mail("tomorrow").state is MailState.OWED


def test_what_was_sent_is_not_sent_again(owed, post_office):
    owed("once")
    deliver(post_office.url)
    assert deliver(post_office.url) == 0
    assert len(post_office.received) == 1


def test_an_outage_uses_up_no_try_and_changes_no_order(owed, post_office):
    post_office.close()
    for number in range(3):
        owed(f"mail {number}", at=now() - timedelta(minutes=9 - number))
    for _ in range(5):
        with pytest.raises(ServerAway):
            deliver(post_office.url)
    untouched = the_mail("mail 0")
    assert (untouched.attempts, untouched.leased_until) == (0, None)
    post_office.open()
    assert deliver(post_office.url) == 3
    assert post_office.subjects == ["mail 0", "mail 1", "mail 2"]


@pytest.mark.parametrize("answer", ["421 Come back later", "451 Greylisted", "452 Too much"])
def test_a_server_that_asks_to_wait_is_asked_again_after_a_minute(owed, post_office, clock, answer):
    owed("patience")
    post_office.to_recipients.append(answer)
    assert deliver(post_office.url) == 0
    mail = the_mail("patience")
    assert (mail.state, mail.attempts) == (MailState.OWED, 1)
    assert mail.last_error == f"asked_to_wait {answer[:3]}"
    clock.pass_by(seconds=59)
    assert deliver(post_office.url) == 0
    clock.pass_by(seconds=2)
    assert deliver(post_office.url) == 1
    assert the_mail("patience").last_error == ""


def test_one_mail_that_must_wait_holds_up_no_other(owed, post_office):
    owed("slow", at=now() - timedelta(minutes=2))
    owed("quick")
    post_office.to_recipients.append("421 Goodbye")
    assert deliver(post_office.url) == 1
    assert post_office.subjects == ["quick"]


@pytest.mark.parametrize(
    ("queue", "kept"),
    [("to_recipients", "address_refused 550"), ("to_mails", "mail_refused 550")],
)
def test_a_refusal_for_good_is_given_up_at_once_without_an_address(
    owed, post_office, caplog, queue, kept
):
    caplog.set_level(logging.DEBUG, "community")
    owed("refused")
    getattr(post_office, queue).append("550 5.1.1 <noor@example.org> does not live here")
    assert deliver(post_office.url) == 0
    mail = the_mail("refused")
    assert (mail.state, mail.last_error) == (MailState.FAILED, kept)
    facts = [record.__dict__.get("facts") for record in caplog.records]
    assert "noor@example.org" not in f"{caplog.text} {facts}"


def test_after_the_last_try_it_is_given_up(owed, post_office, clock):
    owed("hopeless")
    pauses = []
    while the_mail("hopeless").state is MailState.OWED:
        post_office.to_recipients.append("451 Not now")
        before = clock.at
        deliver(post_office.url)
        pauses.append(the_mail("hopeless").due_at - before)
        clock.at = max(clock.at, the_mail("hopeless").due_at)
    assert the_mail("hopeless").attempts == len(states.PAUSES) + 1
    assert pauses[:-1] == list(states.PAUSES)
    assert sorted(pauses[:-1]) == pauses[:-1]


def test_a_server_that_does_not_answer_in_time_costs_one_try(owed, post_office, clock):
    owed("stuck")
    post_office.seconds_per_mail = 2
    began = monotonic()
    assert deliver(post_office.url) == 0
    assert monotonic() - began < 2
    assert the_mail("stuck").last_error == "broke_off"


def test_a_mail_that_cannot_be_written_is_put_off_and_the_next_one_leaves(
    owed, post_office, caplog
):
    owed("broken", at=now() - timedelta(minutes=1), breaks=True)
    owed("whole")
    assert deliver(post_office.url) == 1
    assert post_office.subjects == ["whole"]
    assert the_mail("broken").last_error == "not_written"
    assert the_mail("broken").state is MailState.OWED


@pytest.mark.parametrize(
    "address",
    ["@example.org", "noor", "a b@example.org", "noor@example.org\r\nBcc: x@y.nl", "é@x.nl"],
)
def test_an_address_that_no_mail_can_have_is_given_up_and_the_next_one_leaves(
    owed, post_office, caplog, address
):
    owed("nowhere", at=now() - timedelta(minutes=1), address=address)
    owed("somewhere")
    assert deliver(post_office.url) == 1
    assert (the_mail("nowhere").state, the_mail("nowhere").last_error) == (
        MailState.FAILED,
        "not_possible",
    )


def test_a_mistake_while_sending_is_put_off_and_the_next_one_leaves(
    owed, post_office, monkeypatch, caplog
):
    owed("unlucky", at=now() - timedelta(minutes=1))
    owed("lucky")
    mistakes = iter([TypeError("ours")])
    real = delivery.message

    def message(*args: object, **named: object):
        if error := next(mistakes, None):
            raise error
        return real(*args, **named)

    monkeypatch.setattr(delivery, "message", message)
    assert deliver(post_office.url) == 1
    assert post_office.subjects == ["lucky"]
    assert the_mail("unlucky").last_error == "not_written"


def test_a_template_that_nobody_writes_is_put_off(owed, post_office, monkeypatch, caplog):
    owed("orphan")
    monkeypatch.delitem(letters._renderers, "tests/note")
    assert deliver(post_office.url) == 0
    assert the_mail("orphan").last_error == "not_written"


def test_what_has_nothing_to_say_any_more_is_dropped(owed, post_office):
    owed("overtaken", nothing=True)
    assert deliver(post_office.url) == 0
    assert the_mail("overtaken").state is MailState.DROPPED
    assert post_office.connections <= 1


class Killed(BaseException):
    """As if the process had been killed here."""


def test_a_crash_after_the_server_said_yes_sends_one_duplicate_with_the_same_message_id(
    owed, post_office, clock, monkeypatch
):
    owed("twice")

    def die(*_args: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as crash:
        crash.setattr(states, "sent", die)
        with pytest.raises(Killed):
            deliver(post_office.url)
    clock.pass_by(minutes=2)
    assert deliver(post_office.url) == 0  # Its lease says that somebody may be sending it.
    clock.pass_by(minutes=2)
    assert deliver(post_office.url) == 1
    first, second = post_office.received
    assert first["Message-ID"] == second["Message-ID"]
    assert the_mail("twice").state is MailState.SENT
    clock.pass_by(days=1)
    assert deliver(post_office.url) == 0


def test_a_crash_before_anything_was_sent_loses_nothing(owed, post_office, clock, monkeypatch):
    owed("survivor")

    def die(*_args: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as crash:
        crash.setattr(delivery, "message", die)
        with pytest.raises(Killed):
            deliver(post_office.url)
    assert post_office.received == []
    clock.pass_by(minutes=4)
    assert deliver(post_office.url) == 1


def test_a_worker_that_comes_too_late_changes_nothing(owed, post_office, clock):
    """Its lease ran out while it was sending; another worker has settled the mail."""
    owed("settled")
    deliver(post_office.url)
    mail = the_mail("settled")
    with delivery.transaction() as tx:
        states.give_up(tx, mail.id, why="broke_off")
    assert the_mail("settled").state is MailState.SENT
    assert the_mail("settled").last_error == ""


def test_four_workers_at_once_send_every_mail_once(app, owed, post_office):
    keys = {f"mail {number}" for number in range(40)}
    for key in keys:
        owed(key)
    stop = Event()
    app.config["MAIL_URL"] = post_office.url
    workers = [Thread(target=delivery.run, args=(app, stop)) for _ in range(4)]
    for worker in workers:
        worker.start()
    wait_until(lambda: len(post_office.received) >= len(keys))
    sleep(0.7)  # Whoever would send one twice would do it now.
    stop.set()
    for worker in workers:
        worker.join()
    assert sorted(post_office.subjects) == sorted(keys)
    assert post_office.connections > 1


def test_the_loop_sends_within_a_second_of_the_commit_and_ends_at_once(app, owed, post_office):
    app.config["MAIL_URL"] = post_office.url
    stop = Event()
    beats = []
    worker = Thread(target=delivery.run, args=(app, stop, lambda: beats.append(1)))
    worker.start()
    sleep(0.6)
    owed("quick")
    began = monotonic()
    wait_until(lambda: post_office.received)
    assert monotonic() - began < 1
    stop.set()
    worker.join(1)
    assert not worker.is_alive()
    assert beats


def test_the_loop_outlives_an_outage(app, owed, post_office, monkeypatch, caplog):
    monkeypatch.setattr(delivery, "FIRST_WAIT", 0.1)
    app.config["MAIL_URL"] = post_office.url
    post_office.close()
    owed("patient")
    stop = Event()
    worker = Thread(target=delivery.run, args=(app, stop))
    worker.start()
    sleep(1.2)
    post_office.open()
    wait_until(lambda: post_office.received)
    stop.set()
    worker.join(1)
    assert post_office.subjects == ["patient"]


def wait_until(true, seconds: float = 15) -> None:
    until = monotonic() + seconds
    while not true() and monotonic() < until:
        sleep(0.02)
    assert true()
