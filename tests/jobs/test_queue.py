"""The queue, by its address."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from community.clock import now
from community.config import WrongSetting
from community.jobs import queue, worker
from tests.conftest import make_app


def test_a_beat_is_remembered(app):
    kept = queue.queue_of(app)
    assert queue.last_beat(kept, "jobs") is None
    queue.beat(kept, "jobs")
    assert now() - queue.last_beat(kept, "jobs") < timedelta(seconds=5)
    assert queue.last_beat(kept, "outbox") is None


def test_another_process_sees_the_beat(app, tmp_path):
    queue.beat(queue.queue_of(app), "outbox")
    other = make_app(app.config["DATABASE_URL"], tmp_path / "instance")
    assert queue.last_beat(queue.queue_of(other), "outbox") is not None


def test_postgresql_keeps_a_queue_too(postgres_url, tmp_path):
    app = make_app(f"sqlite:///{tmp_path}/x.db", tmp_path, QUEUE_URL=plain(postgres_url))
    kept = queue.queue_of(app)
    queue.beat(kept, "jobs")
    assert queue.last_beat(kept, "jobs") is not None
    kept.storage.close()


def test_on_postgresql_a_job_is_taken_by_one_worker_and_done(postgres_url, tmp_path):
    """The same as on the file: huey hands each task to one consumer."""
    done: list[str] = []
    apps = [
        make_app(f"sqlite:///{tmp_path}/{name}.db", tmp_path, QUEUE_URL=plain(postgres_url))
        for name in "xy"
    ]
    kept, other = map(queue.queue_of, apps)
    for each in (kept, other):
        worker._schedule(
            each, "tests.job", lambda minute: minute.minute == 5, lambda: done.append("x")
        )
        each.flush()
    (periodic,) = kept.read_periodic(datetime(2026, 3, 29, 1, 5))  # noqa: DTZ001  (huey's own)
    kept.enqueue(periodic)
    assert kept.read_periodic(datetime(2026, 3, 29, 1, 6)) == []  # noqa: DTZ001  (idem)
    first, second = kept.dequeue(), other.dequeue()
    assert (first is None) != (second is None)
    assert first is not None
    kept.execute(first)
    assert done == ["x"]
    for each in (kept, other):
        each.storage.close()


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("kafka://x", "must begin with"),
        ("nonsense", "must begin with"),
        ("redis://localhost", "needs the Python package redis"),
    ],
)
def test_a_queue_that_cannot_be_kept_stops_the_start_with_one_sentence(tmp_path, url, says):
    with pytest.raises(WrongSetting) as refused:
        make_app(f"sqlite:///{tmp_path}/x.db", tmp_path, QUEUE_URL=url)
    assert says in str(refused.value)
    assert str(refused.value).startswith("COMMUNITY_QUEUE_URL")
