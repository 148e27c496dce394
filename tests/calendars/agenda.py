"""Gatherings as a librarian leaves them behind, with their calendar items, and feeds as read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from icalendar import Calendar, Event
from sqlalchemy import event
from werkzeug.test import TestResponse

from community.clock import now
from community.db import db, transaction
from community.gatherings.calendar_items import refresh
from community.gatherings.models import Gathering
from community.libraries.tenancy import base_url
from tests.factories import a_gathering


def shown(title: str, **fields: object) -> Gathering:
    """A gathering that stands in the feeds."""
    gathering = a_gathering(title, **fields)
    changed(gathering)
    return gathering


def changed(gathering: Gathering, **fields: object) -> None:
    """What a service does after it has changed something."""
    with transaction() as tx:
        again = tx.get_one(Gathering, gathering.id)
        for name, value in fields.items():
            setattr(again, name, value)
        again.revised_at = now()
        refresh(tx, again, base_url=base_url(), now=now())


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN":
            said.append(statement.lower())

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def read(response: TestResponse) -> list[Event]:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(response.data).events)


def titles(response: TestResponse) -> list[str]:
    return [str(event["SUMMARY"]) for event in read(response)]


def feed_titles(client: FlaskClient, query: str = "", library: str = "vechtdal") -> list[str]:
    return titles(client.get(f"/{library}/agenda.ics{query}"))
