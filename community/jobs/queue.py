"""The queue that huey keeps, by `QUEUE_URL`: an SQLite file, PostgreSQL, or Redis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import cast
from urllib.parse import urlsplit

from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey

from community.clock import now
from community.config import WrongSetting

NAME = "kenniskring"
#: Each part of the worker says that often that it lives (jobs: once a minute).
BEAT_EVERY = 10.0
#: What must never be silent for long.
PARTS = ("jobs", "outbox", "webhooks")


#: What keeps a queue, by the scheme of its address: huey's class and the package it needs.
_KEPT_BY: dict[str, tuple[type[Huey], str]] = {
    "sqlite": (SqliteHuey, "sqlite3"),
    "postgresql": (PostgresHuey, "psycopg"),
    "postgres": (PostgresHuey, "psycopg"),
    "redis": (RedisHuey, "redis"),
    "rediss": (RedisHuey, "redis"),
}


def check(url: str) -> None:
    """WrongSetting when nothing here can keep a queue at that address."""
    kept_by = _KEPT_BY.get(urlsplit(url).scheme)
    if kept_by is None:
        raise WrongSetting("QUEUE_URL", "must begin with sqlite:///, postgresql:// or redis://.")
    if find_spec(kept_by[1]) is None:
        raise WrongSetting("QUEUE_URL", f"needs the Python package {kept_by[1]}.")


def queue_of(app: Flask) -> Huey:
    """The installation's queue; made when it is first asked for."""
    if "queue" not in app.extensions:
        url = str(app.config["QUEUE_URL"])
        made = _KEPT_BY[urlsplit(url).scheme][0]
        if made is SqliteHuey:
            where = {"filename": url.removeprefix("sqlite:///")}
        else:
            where = {"dsn" if made is PostgresHuey else "url": url}
        app.extensions["queue"] = made(NAME, results=False, utc=True, **where)
    return cast(Huey, app.extensions["queue"])


def beat(queue: Huey, part: str) -> None:
    """Remember that a part of the worker was alive just now."""
    queue.put(_key(part), now().timestamp())


def last_beat(queue: Huey, part: str) -> datetime | None:
    """When that part last said that it lives; None: never."""
    at = queue.get(_key(part), peek=True)
    return None if at is None else datetime.fromtimestamp(at, UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """The last time that a job was done."""

    at: datetime
    seconds: float
    well: bool


def note_run(queue: Huey, job: str, run: Run) -> None:
    queue.put(f"ran:{job}", [run.at.timestamp(), run.seconds, run.well])


def last_run(queue: Huey, job: str) -> Run | None:
    """None: never, as far as this queue knows."""
    kept = queue.get(f"ran:{job}", peek=True)
    if kept is None:
        return None
    at, seconds, well = kept
    return Run(datetime.fromtimestamp(at, UTC), seconds, well)


def _key(part: str) -> str:
    return f"beat:{part}"
