from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from community.clock import now
from community.db import session, transaction
from community.outbox import delivery, letters
from community.outbox.letters import Letter
from community.outbox.models import OutboxMail
from community.outbox.services import owe
from tests.outbox.postoffice import PostOffice


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    office.open()
    yield office
    office.close()


@dataclass
class Clock:
    """The time as delivery sees it."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **much: float) -> None:
        self.at += timedelta(**much)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stands = Clock(now())
    monkeypatch.setattr(delivery, "now", stands)
    return stands


def a_moment_ago() -> datetime:
    """Before the clock of a test was stopped."""
    return now() - timedelta(seconds=1)


def a_letter(subject: str = "Je doet mee", **fields: Any) -> Letter:
    given: dict[str, Any] = {
        "to_name": "Noor",
        "to_address": "noor@example.org",
        "from_name": "Bibliotheek Vechtdal",
        "text": "Tot dinsdag!\n",
        "html": "<p>Tot dinsdag!</p>\n",
        "language": "nl",
    }
    return Letter(subject=subject, **{**given, **fields})


@pytest.fixture
def owed(app, monkeypatch: pytest.MonkeyPatch):
    """Owe a mail of which the subject is its key. `None` as subject: there is nothing to say."""

    def render(_session: object, mail: OutboxMail) -> Letter | None:
        if mail.context.get("breaks"):
            raise RuntimeError("noor@example.org made this fail")
        if mail.context.get("nothing"):
            return None
        return a_letter(mail.key, to_address=mail.context.get("address") or "noor@example.org")

    monkeypatch.setitem(letters._renderers, "tests/note", render)

    def owe_one(key: str, *, at: datetime | None = None, address: str = "", **context: Any) -> None:
        with transaction() as tx:
            owe(
                tx,
                "tests/note",
                to=1,
                key=key,
                now=at or a_moment_ago(),
                address=address,
                **context,
            )

    return owe_one


def the_mail(key: str) -> OutboxMail:
    return (
        session()
        .scalars(
            select(OutboxMail)
            .where(OutboxMail.key == key)
            .execution_options(populate_existing=True)
        )
        .one()
    )
