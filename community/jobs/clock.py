"""What runs by the clock. Rooms register their jobs; each asks what is due and does that.

So a minute that was missed, a job that runs twice and a second worker change nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

from community.clock import now
from community.db import AWAY, name_of, session

log = logging.getLogger("community.jobs")

MINUTES_IN_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do every so many minutes, by one function that opens its own transactions."""

    minutes: int
    name: str
    do: Callable[[datetime], object]
    #: Takes minutes when there is something: it keeps no other job from its turn.
    aside: bool = False

    def is_due(self, moment: datetime) -> bool:
        """Whether this minute is one of the job's; those of a day's jobs are in the small hours."""
        return int(moment.timestamp() // 60) % self.minutes == 0


_jobs: dict[str, Job] = {}


def every(minutes: int, name: str, do: Callable[[datetime], object]) -> None:
    """Let `do(now)` run every so many minutes, under a name such as `gatherings.free_holds`."""
    if not 1 <= minutes <= MINUTES_IN_A_DAY:
        raise ValueError("a job runs at least once a day and at most once a minute")
    _jobs[name] = Job(minutes, name, do)


def whenever(name: str, do: Callable[[datetime], object]) -> None:
    """Let `do(now)` look every few seconds whether there is long work, and do it, aside.

    It answers whether it did something. Who does long work takes a lease on it first.
    """
    _jobs[name] = Job(1, name, do, aside=True)


def registered() -> list[Job]:
    return list(_jobs.values())


def run(job: Job) -> bool:
    """Do one job; an error is logged and never keeps another job from its turn."""
    began = perf_counter()
    try:
        did = job.do(now())
    except AWAY as error:
        # What is due now is still due when the job comes round again.
        log.warning("job put off", extra={"facts": {"job": job.name, "why": name_of(error)}})
        return False
    except Exception:
        log.exception("job failed", extra={"facts": {"job": job.name}})
        return False
    finally:
        session().rollback()
    if job.aside and not did:
        return True
    ms = round((perf_counter() - began) * 1000, 1)
    log.info("job done", extra={"facts": {"job": job.name, "ms": ms}})
    return True


def run_all() -> list[str]:
    """Do every job once; the names of those that failed."""
    return [job.name for job in registered() if not run(job)]
