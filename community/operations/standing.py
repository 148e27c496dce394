"""How things stand at this moment, from where the truth is kept: the database and the queue."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import current_app
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from community.clock import now
from community.db import db, session
from community.jobs import clock
from community.jobs.queue import PARTS, last_beat, last_run, queue_of
from community.operations import queries
from community.outbox import queries as outbox

HOUR = timedelta(hours=1)


class Standing(Collector):
    """Asked anew every time; what cannot be told is left out, and `up` says so."""

    def collect(self) -> Iterator[Metric]:
        up = _gauge("up", "Whether this could be asked.", "of")
        for name, tell in PARTS_TO_ASK.items():
            told: list[Metric] = []
            try:
                told = list(tell())
            except Exception:  # Each database and each queue fails in its own way.
                told = []
            finally:
                session().rollback()
            up.add_metric([name], float(bool(told)))
            yield from told
        yield up


def _database() -> Iterator[Metric]:
    moment = now()
    stands = outbox.state(session(), moment)
    mails = _gauge("mails", "Mails that are due and not sent, or were given up.", "state")
    mails.add_metric(["owed"], stands.owed)
    mails.add_metric(["failed"], stands.failed)
    yield mails
    late = (moment - stands.oldest_due_at).total_seconds() if stands.oldest_due_at else 0.0
    yield _value("mail_oldest_owed_seconds", "How long the oldest of them waits.", max(0.0, late))
    signed_up = queries.count_sign_ups(session(), moment - HOUR)
    yield _value("sign_ups_last_hour", "Sign-ups in the last hour.", signed_up)


def _queue() -> Iterator[Metric]:
    queue, moment = queue_of(current_app), now()
    silent = _gauge("worker_silent_seconds", "Since a part of the worker said it lives.", "part")
    for part in PARTS:
        if at := last_beat(queue, part):
            silent.add_metric([part], max(0.0, (moment - at).total_seconds()))
    yield silent
    ran = _gauge("job_last_run_timestamp_seconds", "When a job was last begun.", "job")
    took = _gauge("job_last_run_seconds", "How long it took then.", "job")
    well = _gauge("job_last_run_well", "Whether it went well then.", "job")
    for job in clock.registered():
        if run := last_run(queue, job.name):
            ran.add_metric([job.name], run.at.timestamp())
            took.add_metric([job.name], run.seconds)
            well.add_metric([job.name], float(run.well))
    yield from (ran, took, well)


def _machine() -> Iterator[Metric]:
    free = shutil.disk_usage(current_app.config["INSTANCE"]).free
    yield _value("disk_free_bytes", "Room for the database, pictures and mail.", free)
    info = GaugeMetricFamily(
        "kenniskring_info", "What this house runs on.", labels=["python", "database"]
    )
    info.add_metric([platform.python_version(), db.engine.dialect.name], 1)
    yield info


PARTS_TO_ASK: dict[str, Callable[[], Iterator[Metric]]] = {
    "database": _database, "queue": _queue, "machine": _machine,
}  # fmt: skip


def _gauge(name: str, says: str, label: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"kenniskring_{name}", says, labels=[label])


def _value(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"kenniskring_{name}", says, value=value)
