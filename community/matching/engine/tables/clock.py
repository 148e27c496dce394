"""How long a search goes on: by seconds, or by steps so that it can be repeated to the byte."""

from __future__ import annotations

from time import perf_counter

from community.matching.engine.tables.problem import Progress, TablesProblem

#: The part of the seconds that is searched; what is left is for polishing and writing down.
_SEARCH = 0.95


class Clock:
    """Says which share of its time a search has used."""

    def __init__(self, problem: TablesProblem, progress: Progress | None = None) -> None:
        self.begun = perf_counter()
        self.seconds, self.steps = problem.seconds, problem.steps
        self.progress, self.stopped = progress, False
        self.taken = 0
        self.told = 0.0

    def share(self, steps: int) -> float:
        """The share that is used, 0 to 1, now that so many more steps were taken."""
        self.taken += steps
        if self.stopped:
            return 1.0
        used = self.elapsed() / (_SEARCH * self.seconds) if self.steps is None else self._of_steps()
        if self.progress and used - self.told >= 0.01:
            self.told = used
            self.stopped = not self.progress(min(used, 1.0))
        return 1.0 if self.stopped else min(used, 1.0)

    def _of_steps(self) -> float:
        return self.taken / self.steps if self.steps else 1.0

    @property
    def late(self) -> bool:
        """Whether even polishing has to end."""
        return self.stopped or (self.steps is None and self.elapsed() > self.seconds)

    def elapsed(self) -> float:
        return perf_counter() - self.begun

    def go_on_alone(self, elapsed: float) -> None:
        """In another process, whose seconds are its own, and where nobody asks how far it is."""
        self.begun, self.progress = perf_counter() - elapsed, None

    def finish(self) -> None:
        if self.progress and not self.stopped:
            self.progress(1.0)
