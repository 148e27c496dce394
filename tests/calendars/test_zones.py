"""Wherever the server stands, its feeds are the same bytes (RELIABILITY 12)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from community.db import db
from tests.conftest import make_app
from tests.factories import a_gathering, a_library

TODAY = datetime(2027, 9, 1, 22, 30, tzinfo=UTC)  # In India the next day has begun long ago.
NIGHTS = (
    datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
    datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 30, tzinfo=UTC),
    datetime(2028, 3, 26, 0, 30, tzinfo=UTC),
)
FORMS = ("agenda.ics", "agenda.ics?taal=en", "agenda.rss", "agenda.json", "sitemap.xml")
#: What the machine's own clock says at noon in that zone.
ZONES = {"UTC": 12, "America/New_York": 8, "Asia/Kolkata": 17}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    app = make_app(sqlite_url, tmp_path / "instance")
    monkeypatch.setattr("community.clock.now", lambda: TODAY)
    with app.app_context():
        a_library(email="agenda@example.org", created_at=TODAY)
        for number, night in enumerate(NIGHTS):
            # Without kept bytes: each zone writes every event itself.
            a_gathering(f"Nacht {number}", starts_at=night)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def standing_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def stand(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield stand
    monkeypatch.undo()
    time.tzset()


def test_a_server_in_another_zone_writes_the_same_bytes(app, standing_in):
    told = {}
    for zone, hour in ZONES.items():
        standing_in(zone)
        noon = datetime(2027, 9, 1, 12, tzinfo=UTC)
        assert noon.astimezone().hour == hour, "the zone is not in force"
        answers = [app.test_client().get(f"/vechtdal/{form}") for form in FORMS]
        assert all(answer.data.lower().count(b"nacht") >= len(NIGHTS) for answer in answers)
        told[zone] = [
            (answer.data, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
            for answer in answers
        ]
    assert told["UTC"] == told["America/New_York"] == told["Asia/Kolkata"]
