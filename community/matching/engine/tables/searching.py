"""The better of two searches from one plan, each on a processor of its own.

Where a search ends is chance: of halls of 40 people one in four was a misfit or a repeat over its
aim after two seconds, often another one each time. Two searches are seldom both over it. A machine
with one processor makes one search, and so does who counts steps: those repeat to the byte.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random

from community.matching.engine.tables.annealing import Annealing
from community.matching.engine.tables.clock import Clock
from community.matching.engine.tables.coded import Coded
from community.matching.engine.tables.puzzle import Board

#: The second search gives way: whoever is waiting for a page goes first.
NICE = 5
#: Seconds that the second search may be late with its plan.
PATIENCE = 0.25

#: What a plan is worth, less being better, and its boards.
Found = tuple[tuple[bool, float], Sequence[Board]]


def search(coded: Coded, begun: Sequence[Board], chance: Random, clock: Clock) -> Sequence[Board]:
    """The cheapest plan that was found in the clock's time, per round a board."""
    if clock.steps is not None or not _has_two_processors():
        return _found(coded, begun, chance, clock)[1]
    with _beside(coded, begun, Random(chance.random()), clock) as other:  # noqa: S311
        found = _found(coded, begun, chance, clock)
        if not clock.stopped and other.poll(PATIENCE):
            with suppress(EOFError):  # It did not live to tell.
                found = min(found, other.recv())
    return found[1]


def _found(coded: Coded, begun: Sequence[Board], chance: Random, clock: Clock) -> Found:
    annealing = Annealing(coded, begun, chance)
    annealing.run(clock)
    annealing.polish(clock)
    return annealing.worth, annealing.best


def _has_two_processors() -> bool:
    return hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1


@contextmanager
def _beside(
    coded: Coded, begun: Sequence[Board], chance: Random, clock: Clock
) -> Iterator[Connection]:
    """A second search in a process of its own, ended at the latest when ours has."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_tell, args=(theirs, coded, begun, chance, clock, clock.elapsed()), daemon=True
    )
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        process.kill()
        process.join()
        ours.close()


def _tell(
    theirs: Connection,
    coded: Coded,
    begun: Sequence[Board],
    chance: Random,
    clock: Clock,
    elapsed: float,
) -> None:
    os.nice(NICE)
    clock.go_on_alone(elapsed)
    theirs.send(_found(coded, begun, chance, clock))
