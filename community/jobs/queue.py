"""The queue that huey keeps, by `QUEUE_URL`: an SQLite file, PostgreSQL, or Redis."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast
from urllib.parse import urlsplit

from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError

from community.clock import now
from community.config import WrongSetting

NAME = "kenniskring"
#: Both parts of the worker say that often that they live (jobs: once a minute).
BEAT_EVERY = 10.0
PARTS = ("jobs", "outbox")


def queue_of(app: Flask) -> Huey:
    """The installation's queue; WrongSetting when this machine cannot keep one there."""
    if "queue" not in app.extensions:
        app.extensions["queue"] = _made(str(app.config["QUEUE_URL"]))
    return cast(Huey, app.extensions["queue"])


def _made(url: str) -> Huey:
    scheme = urlsplit(url).scheme
    try:
        if scheme == "sqlite":
            path = url.removeprefix("sqlite:///")
            return SqliteHuey(NAME, filename=path, results=False, utc=True)
        if scheme in {"postgresql", "postgres"}:
            return PostgresHuey(NAME, dsn=url, results=False, utc=True)
        if scheme in {"redis", "rediss"}:
            return RedisHuey(NAME, url=url, results=False, utc=True)
    except (ConfigurationError, ImportError):
        needs = "redis" if scheme.startswith("redis") else "psycopg"
        raise WrongSetting("QUEUE_URL", f"needs the Python package {needs}.") from None
    raise WrongSetting("QUEUE_URL", "must begin with sqlite:///, postgresql:// or redis://.")


def beat(queue: Huey, part: str) -> None:
    """Remember that a part of the worker was alive just now."""
    queue.put(_key(part), now().timestamp())


def last_beat(queue: Huey, part: str) -> datetime | None:
    """When that part last said that it lives; None: never."""
    at = queue.get(_key(part), peek=True)
    return None if at is None else datetime.fromtimestamp(at, UTC)


def _key(part: str) -> str:
    return f"beat:{part}"
