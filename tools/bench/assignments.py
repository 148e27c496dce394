"""Many people over many conversations; in a process of its own, so that its memory is its own."""

from __future__ import annotations

import resource
import subprocess
import sys
from statistics import median
from time import perf_counter

from community.matching.engine.assignment.certificate import verify
from community.matching.engine.assignment.problem import AssignmentPlan, AssignmentProblem
from community.matching.engine.assignment.solving import solve
from tests.bench.assignments import tight, with_least
from tools.bench.load import heading, row

SEEDS = range(3)


def run() -> None:
    subprocess.run([sys.executable, "-m", "tools.bench.assignments"], check=True)


def main() -> None:
    heading("Assignment: ten conversations each, 0.97 seats per person")
    before = _memory()
    _tight(2_000, 200, "≤ 0.25 s")
    _tight(20_000, 2_000, "≤ 1.5 s")
    row("memory growth", f"{_memory() - before} MB", "≤ 400 MB")
    heading("Assignment with least sizes of half to all seats, 2,000 × 200")
    for seats, popular in ((0.97, 0.0), (1.2, 0.0), (1.5, 0.0), (1.5, 0.6), (2.0, 0.3)):
        _least(seats, popular)


def _tight(people: int, conversations: int, wanted: str) -> None:
    took, out = [], []
    for seed in SEEDS:
        problem = tight(people, conversations, seed=seed)
        begun = perf_counter()
        plan = solve(problem)
        took.append(perf_counter() - begun)
        out.append(people - plan.people_placed)
        if not verify(problem, plan):
            raise SystemExit("a certificate does not verify")
    what = f"{people:,} × {conversations:,}, certificates verified, without a seat {out}"
    row(what, f"{median(took):.2f} s", wanted)


def _least(seats: float, popular: float) -> None:
    problem = with_least(2_000, 200, seed=1, seats_per_person=seats, popular=popular)
    begun = perf_counter()
    plan = solve(problem)
    took = perf_counter() - begun
    part = _worth(plan) / _bound(problem)
    what = f"{seats} seats per person, drawn to some {popular}: {len(plan.closed)} closed"
    row(what, f"{took:.2f} s, ≥ {part:.5f} of the best", "≤ 1 s, ≥ 0.9995")


def _worth(plan: AssignmentPlan) -> int:
    return plan.people_placed * plan.big + plan.score


def _bound(problem: AssignmentProblem) -> int:
    """What would be won without any least size: no exact solver can pass that."""
    relaxed = [type(each)(each.id, each.capacity) for each in problem.conversations]
    return _worth(solve(AssignmentProblem(problem.people, relaxed, problem.pairs)))


def _memory() -> int:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
