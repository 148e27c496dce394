"""RELIABILITY 9: the database is stopped and started under load, and nobody restarts the house."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import flask_migrate
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from community.db import db, session
from tests.conftest import make_app
from tests.postgres import FOLDER, Postgres, close_folder, open_folder, the_folder
from tests.soak.procfile import by_status, household, tell, wait_until
from tests.soak.rush import lost_none, prepare, rush

AWAY = 6.0
RECOVERED = 10.0


#: Found, not imported: the package warns when it is imported outside `tests.postgres`.
PG_CTL = Path(str(find_spec("pgserver").origin)).parent / "pginstall/bin/pg_ctl"  # type: ignore[union-attr]


def pg_ctl(*what: str) -> None:
    data = the_folder() / "data"
    user = ["setpriv", f"--reuid={data.stat().st_uid}", f"--regid={data.stat().st_gid}",
            "--clear-groups"]  # fmt: skip
    command = [*user, str(PG_CTL), "-D", str(data), "-w", *what]
    log = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, check=True, timeout=60, **log)  # type: ignore[call-overload]


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A server that no other test is on."""
    before = os.environ[FOLDER]
    folder = open_folder()
    try:
        server = Postgres(in_haste=False)
        yield server
        server.close()
    finally:
        close_folder(folder)
        os.environ[FOLDER] = before


@contextmanager
def postgres_away() -> Iterator[None]:
    options = (the_folder() / "data" / "postmaster.opts").read_text().split(" ", 1)[1].strip()
    pg_ctl("stop", "-m", "fast")
    try:
        yield
    finally:
        pg_ctl("start", "-o", options, "-l", str(the_folder() / "data" / "again.log"))


def test_postgres_is_stopped_and_started_under_load(own_server: Postgres, tmp_path: Path) -> None:
    url = own_server.create("away")
    with make_app(url, tmp_path).app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    with household(url, tmp_path) as house:
        # A refusal takes no time, so many come by while it is away; some must come after.
        path, visitors = prepare(house, people=10_000, seats=50)
        house.start("web")
        house.start("worker")
        db.session.remove()
        db.engine.dispose()
        with rush(house, path, visitors, in_flight=10, pause=0.02) as seen:
            sleep(4)
            with postgres_away():
                gone = monotonic()
                sleep(AWAY)
                back = monotonic()
            started = monotonic()
            recovered = wait_until(lambda: [a for a in seen.since(started) if a.status == 303], 30)
            sleep(12)
        away = [answer for at, answer in seen.answers if gone < at < back]
        after = seen.since(started + RECOVERED)
        tell(
            f"{by_status(seen.statuses)}; recovered after {recovered:.1f} s;"
            f" slowest answer while away {max(a.seconds for a in away):.1f} s",
            thrown=f"{len(seen.answers):,} sign-ups, PostgreSQL stopped for {AWAY:.0f} s",
        )
        assert set(seen.statuses) == {303, 503}
        assert {answer.status for answer in away} == {503}
        assert {answer.headers.get("retry-after") for answer in away} == {"30"}
        assert recovered < RECOVERED
        assert after
        assert {answer.status for answer in after} == {303}
        assert "Traceback" not in house.said("web") + house.said("worker")
        assert house.said("web").count('"level": "error"') == 0
        lost_none(seen)


@contextmanager
def turn_taken(url: str) -> Iterator[None]:
    """Somebody else writes, and takes their time: a repair by hand, say."""
    with Path(f"{make_url(url).database}.writer").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def test_sqlite_is_kept_busy_by_somebody_else_and_everybody_waits_their_turn(
    sqlite_url: str, tmp_path: Path
) -> None:
    with household(sqlite_url, tmp_path) as house:
        path, visitors = prepare(house, people=2_000, seats=50)
        house.start("web")
        with rush(house, path, visitors, in_flight=10, pause=0.02) as seen:
            sleep(3)
            with turn_taken(sqlite_url):
                sleep(AWAY)
            sleep(3)
        assert set(seen.statuses) == {303}
        assert session().scalar(text("PRAGMA integrity_check")) == "ok"
        slowest = max(answer.seconds for _, answer in seen.answers)
        tell(
            f"{by_status(seen.statuses)}; slowest {slowest:.1f} s",
            thrown=f"{len(seen.answers):,} sign-ups, SQLite held by another for {AWAY:.0f} s",
        )
        lost_none(seen)
