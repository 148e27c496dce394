"""The worker process: huey does the jobs by the clock, and loops of other rooms run beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic

from flask import Flask
from huey import Huey
from huey.consumer import Consumer

from community.clock import now
from community.jobs import clock
from community.jobs.clock import Job
from community.jobs.queue import BEAT_EVERY, Run, beat, note_run, queue_of

log = logging.getLogger("community.jobs")

#: Seconds in which a loop ends after it was asked to; then the process ends without it.
PATIENCE = 1.5
#: Seconds between two looks whether somebody asked for long work.
LOOK_EVERY = 2.0

#: Runs until the event is set, and calls the last argument whenever it comes round.
Loop = Callable[[Flask, Event, Callable[[], None]], None]

_loops: dict[str, Loop] = {}


def beside(name: str, loop: Loop) -> None:
    """Let `loop` run in a thread of its own, next to the jobs."""
    _loops[name] = loop


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; what was cut off is taken up by the next worker."""
    queue = queue_of(app)
    for job in clock.registered():
        if job.aside:
            continue
        _schedule(queue, job.name, job.is_due, _doing(app, job))
    _schedule(queue, "beat", lambda _minute: True, lambda: beat(queue, "jobs"))

    stop = Event()
    threads = [
        Thread(target=loop, args=(app, stop, _beats(queue, name)), name=name, daemon=True)
        for name, loop in {**_loops, "aside": _do_aside}.items()
    ]
    for thread in threads:
        thread.start()
    logging.getLogger("huey").setLevel(logging.WARNING)
    consumer = Consumer(queue, workers=1, worker_type="thread", shutdown_timeout=1, max_delay=1.0)
    log.info("worker open", extra={"facts": {"jobs": len(clock.registered())}})
    consumer.run()
    stop.set()
    until = monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    log.info("worker closed")


def _do_aside(app: Flask, stop: Event, beat: Callable[[], None]) -> None:
    """Do the long work, one after the other, as soon as there is any."""
    while not stop.wait(LOOK_EVERY):
        beat()
        for job in clock.registered():
            if job.aside and not stop.is_set():
                _doing(app, job)()


def _schedule(
    queue: Huey, name: str, is_due: Callable[[datetime], bool], do: Callable[[], None]
) -> None:
    """Let huey do something in its minutes, and once now: what was due while nobody worked."""
    task = queue.periodic_task(
        lambda minute: is_due(minute.replace(tzinfo=UTC)), name=name.replace(".", "_")
    )(do)
    task()


def _doing(app: Flask, job: Job) -> Callable[[], None]:
    def do() -> None:
        began, at = monotonic(), now()
        with app.app_context():
            well = clock.run(job)
        if not job.aside:  # Which mostly has nothing to do, every other second.
            run = Run(at, round(monotonic() - began, 3), well)
            _tell(job.name, lambda: note_run(queue_of(app), job.name, run))

    return do


def _tell(what: str, tell: Callable[[], None]) -> None:
    """A full disk keeps it out of the queue; the work goes on as soon as there is room."""
    try:
        tell()
    except Exception as error:
        log.warning("not told", extra={"facts": {"what": what, "why": repr(error)[:80]}})


def _beats(queue: Huey, part: str) -> Callable[[], None]:
    last = 0.0

    def tell() -> None:
        nonlocal last
        if monotonic() - last >= BEAT_EVERY:
            last = monotonic()
            _tell(part, lambda: beat(queue, part))

    return tell
