"""The wishes of a problem, each as a tuple of words: what a plan honours, or names.

("host", table) · ("stay", host) · ("together", person, …) · ("apart", person, person) ·
("cover", language, person) · ("locked", round, table, person); tables and rounds count from 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from community.matching.engine.tables.problem import Guest, TablesProblem

Wish = tuple[str, ...]


def present(problem: TablesProblem) -> list[Guest]:
    """Who needs a seat: everybody but who is absent, by id, so that no order of input matters."""
    absent = set(problem.absent)
    return sorted((one for one in problem.people if one.id not in absent), key=lambda one: one.id)


def wishes(problem: TablesProblem) -> list[Wish]:
    """Every wish among who is present, once, in an order that does not depend on the input's."""
    here = {one.id for one in present(problem)}
    hosts = [one.id for one in present(problem) if one.host]
    found = [*_of_hosts(problem, hosts), *_of_people(problem, here), *_locks(problem, here)]
    return list(dict.fromkeys(found))


def _of_hosts(problem: TablesProblem, hosts: Sequence[str]) -> list[Wish]:
    tables = range(len(problem.sizes)) if problem.hosts_per_table else ()
    staying = hosts if problem.hosts_stay and problem.rounds > 1 else ()
    return [*(("host", str(table)) for table in tables), *(("stay", host) for host in staying)]


def _of_people(problem: TablesProblem, here: set[str]) -> list[Wish]:
    groups = (tuple(sorted(here.intersection(group))) for group in problem.together)
    pairs = (tuple(sorted(pair)) for pair in problem.apart if here.issuperset(pair))
    covers = {
        ("cover", cover.language, person)
        for cover in problem.cover
        for person in here.intersection(cover.people)
    }
    return [
        *sorted({("together", *group) for group in groups if len(group) > 1}),
        *sorted({("apart", *pair) for pair in pairs}),
        *sorted(covers),
    ]


def _locks(problem: TablesProblem, here: set[str]) -> list[Wish]:
    locks = sorted((one.round, one.table, one.person) for one in problem.locked)
    return [("locked", str(no), str(table), who) for no, table, who in locks if who in here]
