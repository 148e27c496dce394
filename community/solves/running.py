"""Working on solves: the engine as a process of its own, watched, and ended when nobody waits.

So its memory comes back, cancelling is a kill, and a problem that brings it down brings down nobody
else. Nothing of the database is held while it thinks.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryFile
from threading import Event
from time import monotonic
from typing import IO, Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from community.clock import now
from community.db import AWAY, session, transaction
from community.solves import queries, services, states
from community.solves.models import Solve

log = logging.getLogger("community.solves")

HOUSE = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "community.matching.engine", "--progress")

#: Seconds between two looks whether somebody asked for one, at the engine, and at who may cancel.
LOOK_EVERY = 0.5
WATCH_EVERY = 0.05
TELL_EVERY = 0.7
#: Seconds of rest after something went wrong that is not a problem's own fault.
REST = 10.0


_LONGEST_LINE = 2_000


class Ended(Exception):
    """Without an answer; says why, for who maintains the house."""


class NobodyWaits(Exception):
    """It was cancelled, or another worker has it."""


class Interrupted(Exception):
    """This worker has to stop; the next one begins again."""


class BroughtDown(Exception):
    """Something ended the engine, such as a machine without memory: it may try once more."""


def run(app: Flask, stop: Event, beat: Callable[[], None] = lambda: None) -> None:
    """Work until `stop`, in a thread beside the jobs: nobody waits for a long list to be read."""
    wait = LOOK_EVERY
    while not stop.wait(wait):
        beat()
        wait = LOOK_EVERY
        try:
            with app.app_context():
                while not stop.is_set() and go_on(stop):
                    beat()
        except SQLAlchemyError as error:
            wait = REST
            log.warning("solves wait", extra={"facts": {"why": type(error).__name__}})
        except Exception:
            wait = REST
            log.exception("solving stumbled")


def go_on(stop: Event | None = None) -> bool:
    """Solve what waits longest; whether there was something."""
    if not queries.is_any_due(session(), now()):
        session().rollback()
        return False
    with transaction() as tx:
        solve = states.take_up(tx, now=now())
        if solve is None:
            return False
        tx.flush()
        tx.expunge(solve)
    try:
        answer = _answer(solve, stop or Event())
    except NobodyWaits:
        _end(solve)
    except (Interrupted, BroughtDown) as why:
        with transaction() as tx:
            states.let_go(tx, solve, counts=isinstance(why, BroughtDown))
    except Ended as why:
        _end(solve, error=str(why))
    else:
        _hand_over(solve, answer)
    return True


def _answer(solve: Solve, stop: Event) -> dict[str, Any]:
    if solve.attempts > states.MOST_ATTEMPTS:
        raise Ended(f"it brought the engine down {states.MOST_ATTEMPTS} times")
    with TemporaryFile() as problem, TemporaryFile() as plan, TemporaryFile() as said:
        problem.write(json.dumps(solve.problem).encode())
        problem.seek(0)
        # In a session of its own: what ends this worker is not for the engine.
        child = subprocess.Popen(  # noqa: S603
            COMMAND, stdin=problem, stdout=plan, stderr=said, cwd=HOUSE, start_new_session=True
        )
        try:
            _watch(child, solve, said, stop)
        finally:
            if child.poll() is None:
                os.killpg(child.pid, SIGKILL)  # And the search that it has beside its own.
                child.wait()
        if child.returncode < 0:
            raise BroughtDown
        if child.returncode:
            raise Ended(_last_line(said) or f"the engine ended with {child.returncode}")
        plan.seek(0)
        answer: dict[str, Any] = json.loads(plan.read())
        return answer


def _watch(child: subprocess.Popen[bytes], solve: Solve, said: IO[bytes], stop: Event) -> None:
    """Until it ends; tells now and then how far it is, and looks whether anybody still waits."""
    begun = told = monotonic()
    while True:
        with suppress(subprocess.TimeoutExpired):
            child.wait(WATCH_EVERY)
            return
        if stop.is_set():
            raise Interrupted
        if monotonic() - begun > states.LONGEST.total_seconds():
            raise Ended(f"no answer within {states.LONGEST.total_seconds():.0f} seconds")
        if monotonic() - told >= TELL_EVERY:
            told = monotonic()
            _tell(solve, _last_line(said))


def _tell(solve: Solve, line: str) -> None:
    try:
        share = float(line)
    except ValueError:
        share = 0.0
    with transaction() as tx:
        wanted = states.is_still_wanted(tx, solve.id, solve.attempts, share, now=now())
    if not wanted:
        raise NobodyWaits


def _last_line(said: IO[bytes]) -> str:
    """What the engine said last. It shares its place in the file with us, so we do not move it."""
    size = os.fstat(said.fileno()).st_size
    lines = os.pread(said.fileno(), _LONGEST_LINE, max(0, size - _LONGEST_LINE)).decode(
        errors="replace"
    )
    return (lines.split("\n")[:-1] or [""])[-1]


def _hand_over(solve: Solve, answer: dict[str, Any]) -> None:
    """Store the answer, and let who asked take it over, in one transaction."""
    try:
        with transaction() as tx:
            ended = states.end(tx, solve.id, solve.attempts, answer=answer, now=now())
            if ended is not None:
                services.take_over(tx, ended, now=now())
    except AWAY:
        raise  # The lease brings it back.
    except Exception as error:
        log.exception("a plan could not be taken over", extra={"facts": {"solve": solve.id}})
        _end(solve, error=f"its plan could not be taken over: {type(error).__name__}")
        return
    log.info("solved", extra={"facts": {"solve": solve.id, "kind": solve.kind}})


def _end(solve: Solve, *, error: str = "") -> None:
    with transaction() as tx:
        states.end(tx, solve.id, solve.attempts, error=error, now=now())
    if error:
        log.warning("not solved", extra={"facts": {"solve": solve.id, "why": error}})
