"""What people's calendars and feed readers get from a house, byte for byte."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from hashlib import sha256

from flask import Flask, url_for
from sqlalchemy import select

from community.accounts.models import Person
from community.calendars import links
from community.calendars.links import Purpose
from community.db import session
from community.gatherings.models import SignUp
from community.libraries.models import Library

#: Of so many people, spread over all of them, their own two.
SAMPLE = 25

OF_LIBRARY = ("calendars.agenda", "news.rss", "news.json_feed", "findings_news.rss")


def addresses(app: Flask) -> list[str]:
    """Every public feed of every library, and those of some people."""
    with app.test_request_context():
        return list(_addresses())


def read(app: Flask, address: str) -> str:
    """A digest of what it answers; as a stranger asks, in a context that sees nothing of ours."""
    answer = contextvars.Context().run(app.test_client().get, address)
    return f"{answer.status_code} {sha256(answer.data).hexdigest()}"


def differing(one: Flask, other: Flask, found: list[str]) -> list[str]:
    """Which are not the same in both houses. Asked twice: a minute may end between the two."""
    unlike = [each for each in found if read(one, each) != read(other, each)]
    return [each for each in unlike if read(one, each) != read(other, each)]


def _addresses() -> Iterator[str]:
    for slug in session().scalars(select(Library.slug).order_by(Library.id)):
        for endpoint in OF_LIBRARY:
            yield url_for(endpoint, library=slug)
    people = (
        session()
        .scalars(select(Person).where(Person.id.in_(select(SignUp.person_id))).order_by(Person.id))
        .all()
    )
    for person in people[:: max(1, len(people) // SAMPLE)][:SAMPLE]:
        yield url_for("calendars.own", token=links.token_of(person))
        yield url_for("calendars.received", token=links.token_of(person, Purpose.RECEIVED))
