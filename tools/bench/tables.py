"""People over tables and rounds, as good as it comes out in the seconds of MATCHING.

Seconds here are of processor time, as the website's are on a machine that does nothing else.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random
from statistics import mean
from time import process_time
from unittest.mock import patch

from community.matching.engine.tables import clock
from community.matching.engine.tables.figures import measure
from community.matching.engine.tables.problem import Rounds, TablesPlan, TablesProblem
from community.matching.engine.tables.solving import solve
from tests.bench.tables import a_hall, golfers, scored
from tools.bench.load import heading, row

SEEDS = range(3)
#: Misfits and repeats at most, by the number of people.
WANTED = {40: (4, 10), 120: (4, 0), 400: (5, 0)}
GOLFERS = [(5, 3, 7), (4, 4, 5), (5, 5, 6), (6, 3, 7), (7, 3, 7), (7, 4, 6), (8, 4, 7), (9, 4, 8),
           (17, 7, 3), (11, 9, 11)]  # fmt: skip
#: Groups a prime number, size and rounds no more: algebra alone.
AFFINE = [(17, 7, 3), (11, 9, 11)]
STRETCH = [(6, 3, 8), (7, 3, 9), (8, 4, 9), (8, 4, 10)]
#: A search this long is what two seconds are held against; `matching long` asks for the longest.
LONG = 60.0 if "long" in sys.argv else 12.0


def run() -> None:
    with patch.object(clock, "perf_counter", process_time):
        _halls()
        _wishes()
        _golfers()
        _scores()
        _repairs()


def _halls() -> None:
    heading(
        "Tables: 3 rounds, 4 attributes, hosts, N/10 apart, N/20 together, in 2 s of processor time"
    )
    for people, (misfits, repeats) in WANTED.items():
        for stay in (True, False):
            plans = [solve(a_hall(people, seed, stay=stay)) for seed in SEEDS]
            row(
                f"{people} people, hosts {'stay' if stay else 'move'}: misfits, repeats",
                ", ".join(_mixed(plan) for plan in plans),
                f"≤ {misfits} / {repeats}",
            )
    hall = a_hall(400, 0)
    plan = solve(replace(hall, steps=0))
    row("figures of 400 people", f"{_took(lambda: measure(hall, plan.rounds)):.1f} ms", "≤ 20 ms")


def _mixed(plan: TablesPlan) -> str:
    return f"{sum(plan.figures.misfits.values())} / {plan.figures.repeats}"


def _wishes() -> None:
    """Whether wishes hold does not depend on how long is searched: few steps do."""
    broken = sum(
        len(solve(a_hall(people, seed, stay=seed % 2 == 0, steps=2_000)).violations)
        for people in WANTED for seed in range(100)
    )  # fmt: skip
    row("wishes broken in 100 halls of each size", str(broken), "0")


def _golfers() -> None:
    heading("Golfers: groups, size, rounds; nobody meets twice, ten seeds")
    for case in (*GOLFERS, *STRETCH):
        plans = [solve(golfers(*case, seed)) for seed in (range(10) if case in GOLFERS else (0,))]
        row(
            "-".join(map(str, case)),
            f"{max(plan.figures.repeats for plan in plans)} repeats, "
            f"{1000 * max(plan.seconds for plan in plans):.1f} ms",
            "stretch" if case in STRETCH else "0, ≤ 5 ms" if case in AFFINE else "0, ≤ 2 s",
        )


def _scores() -> None:
    heading("Pair scores alone")
    for people, sizes in ((10, [(5, 5)] * 2), (12, [(4, 4)] * 3), (12, [(3, 5)] * 3),
                          (12, [(2, 5)] * 4), (12, [(2, 12)] * 3)):  # fmt: skip
        took = max(_took(lambda: solve(scored(people, sizes, seed))) for seed in range(10))  # noqa: B023
        row(
            f"{people} people at {len(sizes)} tables of {_span(sizes)}, proven",
            f"{took:.0f} ms",
            "≤ 50 ms",
        )
    for people, sizes, wanted in (
        (120, [(12, 12)] * 10, "≥ 99.7 %"), (120, [(8, 16)] * 10, "≥ 99.7 %"),
        (480, [(24, 24)] * 20, "≥ 99 %"), (480, [(20, 28)] * 20, "≥ 99 %"),
    ):  # fmt: skip
        problem = scored(people, sizes, 1)
        part = _score(problem) / _score(replace(problem, seconds=LONG))
        row(
            f"{people} people at {len(sizes)} tables of {_span(sizes)}: 2 s of {LONG:.0f} s",
            f"{part:.2%}",
            wanted,
        )


def _span(sizes: list[tuple[int, int]]) -> str:
    least, most = sizes[0]
    return f"{least}" if least == most else f"{least} to {most}"


def _score(problem: TablesProblem) -> float:
    return solve(problem).figures.pair_score


def _repairs() -> None:
    heading("Repair: 400 people, 20 of whom do not come")
    for stay in (True, False):
        hall = a_hall(400, 1, stay=stay)
        plan = solve(hall)
        took, moved, new = [], [], 0
        for seed in range(5):
            absent = Random(seed).sample([one.id for one in hall.people], 20)  # noqa: S311
            repaired = replace(hall, previous=plan.rounds, absent=absent)
            begun = process_time()
            after = solve(repaired)
            took.append(1000 * (process_time() - begun))
            moved.append(after.moved)
            new += len(_again(after.rounds) - _again(plan.rounds))
        row(
            f"hosts {'stay' if stay else 'move'}: {mean(moved):.0f} moved, {new} new repeats",
            f"{max(took):.0f} ms", "≤ 200 ms, ≤ 40, 0",
        )  # fmt: skip


def _again(rounds: Rounds) -> set[tuple[str, ...]]:
    met = Counter(pair for tables in rounds for there in tables
                  for pair in combinations(sorted(there), 2))  # fmt: skip
    return {pair for pair, times in met.items() if times > 1}


def _took(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begun = process_time()
    work()
    return 1000 * (process_time() - begun)
