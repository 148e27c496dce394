"""One house, as it stands behind a proxy on the internet, for all that no test changes."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from community.db import db
from community.web.request_log import JsonLines
from tests.architecture.conftest import postgres_walk, sqlite_walk, walk  # noqa: F401
from tests.conftest import make_app

OUTSIDE = "https://kring.bieb.example"


class Lines(logging.Handler):
    """What would stand in the log, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def facts(self, message: str) -> list[dict[str, object]]:
        return [found for line in self.lines if (found := json.loads(line))["message"] == message]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that is logged, from the least on, by the same hand as in a real house."""
    kept, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(kept)
    root.setLevel(logging.INFO)
    yield kept
    root.setLevel(before)
    root.removeHandler(kept)


@pytest.fixture(scope="session")
def outside_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("outside")
    shutil.copyfile(sqlite_template, folder / "outside.db")
    return make_app(
        f"sqlite:///{folder / 'outside.db'}",
        folder,
        BASE_URL=OUTSIDE,
        HOSTS="monitor.bieb.example",
        TRUSTED_PROXIES=1,
        SECURITY_CONTACT="veilig@bieb.example",
        WTF_CSRF_ENABLED=True,
        PAGE_CACHE_MB=1,
        TESTING=True,
    )


@pytest.fixture
def outside(outside_house: Flask) -> Iterator[Flask]:
    with outside_house.app_context():
        yield outside_house
        db.session.remove()
        db.engine.dispose()
