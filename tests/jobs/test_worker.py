"""The worker as a process: it works, says so, and ends when asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from community.clock import now
from community.db import transaction
from community.jobs import queue
from community.jobs import worker as jobs_worker
from community.outbox.services import owe
from tests import factories

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def worker(app, tmp_path):
    """`flask worker`, on the database of this test."""
    env = {
        **os.environ,
        "COMMUNITY_INSTANCE": str(tmp_path / "instance"),
        "COMMUNITY_DATABASE_URL": app.config["DATABASE_URL"],
        "COMMUNITY_SECRET_KEY": "only for these tests",
    }
    log = (tmp_path / "worker.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "worker"],
        cwd=HOUSE, env=env, stdout=log, stderr=log,
    )  # fmt: skip
    yield process
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()
    log.close()


def wait_until(true, seconds: float = 90) -> None:
    """So long: a worker that opens on a full machine was seen to take more than thirty."""
    until = monotonic() + seconds
    while not true() and monotonic() < until:
        sleep(0.05)
    assert true()


def beats(app) -> bool:
    return all(queue.last_beat(queue.queue_of(app), part) for part in queue.PARTS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("database_url", "number"),
    [("sqlite", signal.SIGTERM), ("postgres", signal.SIGINT)],
    indirect=["database_url"],
)
def test_it_beats_delivers_and_ends_when_it_is_asked_to(app, worker, tmp_path, number):
    wait_until(lambda: beats(app))
    noor = factories.a_person("Noor")
    sign_up = factories.a_sign_up(factories.a_gathering(), noor)
    with transaction() as tx:
        owe(
            tx,
            "gatherings/you_are_in",
            to=noor.id,
            key=f"sign_up:{sign_up.id}:you_are_in:0",
            now=now(),
            sign_up_id=sign_up.id,
        )
    wait_until(lambda: list((tmp_path / "instance/mail").glob("*.eml")))
    worker.send_signal(number)
    assert worker.wait(30) == 0
    assert "worker closed" in (tmp_path / "worker.log").read_text()


def test_a_beat_that_cannot_be_written_stops_no_work():
    class Full:
        def put(self, *_about: object) -> None:
            raise OSError("no space left")

    jobs_worker._beats(Full(), "jobs")()
