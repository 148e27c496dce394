"""`kill -9` of a real worker between the mail server's 250 and the mark in the database."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import create_engine, text, update
from sqlalchemy.engine import make_url

from community.clock import now
from community.db import session, transaction
from community.outbox.models import MailState, OutboxMail
from tests import factories
from tests.outbox.postoffice import PostOffice
from tests.outbox.test_delivery import wait_until

HOUSE = Path(__file__).resolve().parents[2]


@contextmanager
def a_worker(app, office: PostOffice, instance: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = {
        **os.environ,
        "COMMUNITY_INSTANCE": str(instance),
        "COMMUNITY_DATABASE_URL": app.config["DATABASE_URL"],
        "COMMUNITY_SECRET_KEY": app.config["SECRET_KEY"] + ", long enough",
        "COMMUNITY_MAIL_URL": office.url.replace("timeout=0.6", "timeout=30"),
    }
    with (instance / "worker.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "worker"],
            cwd=HOUSE, env=env, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextmanager
def nobody_can_mark(url: str) -> Iterator[None]:
    """Hold what the mark needs: the turn to write on SQLite, the mail's row on PostgreSQL."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        with Path(f"{where.database}.writer").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        return
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT id FROM outbox_mail FOR UPDATE"))
        yield
        connection.rollback()
    engine.dispose()


class HeldOffice(PostOffice):
    """Says 250 to the first mail while it keeps the worker from marking it."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.held = Event()
        self.hold: Any = nobody_can_mark(url)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if not self.held.is_set():
            self.hold.__enter__()
            self.held.set()
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def office(app):
    office = HeldOffice(app.config["SQLALCHEMY_DATABASE_URI"])
    office.open()
    yield office
    office.close()


def test_it_sends_one_duplicate_with_the_same_message_id_and_the_same_event(app, office, tmp_path):
    instance = tmp_path / "instance"
    sign_up = factories.a_sign_up(factories.a_gathering())
    mail = factories.a_mail(sign_up)
    with a_worker(app, office, instance) as first:
        wait_until(lambda: office.received, 30)
        first.send_signal(signal.SIGKILL)
        first.wait()
    office.hold.__exit__(None, None, None)

    session().expire_all()
    left_behind = session().get_one(OutboxMail, mail.id)
    assert left_behind.state is MailState.OWED
    assert left_behind.leased_until > now()
    with transaction() as tx:  # Three minutes pass.
        tx.execute(update(OutboxMail).values(leased_until=now()))

    with a_worker(app, office, instance):
        wait_until(lambda: len(office.received) == 2, 30)
        wait_until(lambda: is_sent(mail.id))
    first_mail, second_mail = office.received
    assert first_mail["Message-ID"] == second_mail["Message-ID"]
    assert calendar_of(first_mail) == calendar_of(second_mail)
    assert b"SEQUENCE:0" in calendar_of(first_mail)


def is_sent(mail_id: int) -> bool:
    session().expire_all()
    session().rollback()
    return session().get_one(OutboxMail, mail_id).state is MailState.SENT


def calendar_of(mail: Any) -> bytes:
    content: bytes = list(mail.iter_parts())[-1].get_payload(decode=True)
    return content
