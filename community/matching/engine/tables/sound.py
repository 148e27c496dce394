"""What no plan could answer is refused before solving, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from math import isfinite

from community.matching.engine.tables.problem import TablesProblem
from community.matching.engine.tables.wishes import present
from community.matching.engine.wrong import WrongProblem


def check(problem: TablesProblem) -> None:
    """Throw WrongProblem with the first thing that makes this problem no problem of tables."""
    for rule in _RULES:
        for wrong in rule(problem):
            raise WrongProblem(wrong)


def _numbers(problem: TablesProblem) -> Iterator[str]:
    if problem.rounds < 1:
        yield "There must be at least one round."
    if not isfinite(problem.seconds) or problem.seconds <= 0:
        yield "The seconds must be a number above 0."
    if problem.steps is not None and problem.steps < 0:
        yield "The steps cannot be fewer than 0."
    if problem.hosts_per_table < 0:
        yield "The hosts per table cannot be fewer than 0."


def _people(problem: TablesProblem) -> Iterator[str]:
    ids = [one.id for one in problem.people]
    if not all(ids):
        yield "Every person needs an id."
    for who, times in Counter(ids).items():
        if times > 1:
            yield f"The person {who} stands {times} times among the people."
    if not present(problem):
        yield "There is nobody to seat."


def _sizes(problem: TablesProblem) -> Iterator[str]:
    people = len(present(problem))
    if not problem.sizes:
        yield "There must be at least one table."
    for table, (least, most) in enumerate(problem.sizes):
        if not 0 <= least <= most or most < 1:
            yield f"Table {table} must have 1 or more seats, least before most: {least} to {most}."
        if most < problem.hosts_per_table:
            yield f"Table {table} has {most} seats for {problem.hosts_per_table} hosts."
    if people > (seats := sum(most for _, most in problem.sizes)):
        yield f"There are {people} people for {seats} seats."
    if people < (least := sum(least for least, _ in problem.sizes)):
        yield f"There are {people} people, and the tables need at least {least}."


def _named(problem: TablesProblem) -> Iterator[str]:
    """Everybody who is spoken of exists, and nobody is paired with himself."""
    known = {one.id for one in problem.people}
    earlier = {who for no in problem.previous or () for table in no for who in table}
    named: list[tuple[str, Collection[str], Collection[str]]] = [
        *(("together", group, known) for group in problem.together),
        *(("apart", pair, known) for pair in problem.apart),
        *(("cover", cover.people, known) for cover in problem.cover),
        *(("met_before", pair, known) for pair in problem.met_before),
        *(("pair_scores", (one, other), known) for one, other, _ in problem.pair_scores),
        ("locked", [lock.person for lock in problem.locked], known),
        ("walk_ins", problem.walk_ins, known),
        ("absent", problem.absent, known | earlier),
        ("previous", earlier, known | set(problem.absent)),
    ]
    for where, who, among in named:
        for unknown in sorted(set(who).difference(among)):
            yield f"In {where} stands {unknown}, who is not among the people."


def _pairs(problem: TablesProblem) -> Iterator[str]:
    pairs: list[tuple[str, Sequence[str]]] = [
        *(("apart", pair) for pair in problem.apart),
        *(("together", group) for group in problem.together),
        *(("met_before", pair) for pair in problem.met_before),
        *(("pair_scores", (one, other)) for one, other, _ in problem.pair_scores),
    ]
    for where, pair in pairs:
        if len(set(pair)) < len(pair):
            yield f"In {where} somebody stands twice in [{', '.join(pair)}]."
        if len(pair) < 2:
            yield f"In {where} stands somebody alone."
    for pair in problem.apart:
        if len(pair) != 2:
            yield "Two people at a time are kept apart."


def _scores(problem: TablesProblem) -> Iterator[str]:
    for one, other, score in problem.pair_scores:
        if not isfinite(score):
            yield f"The score of {one} and {other} must be a finite number, not {score}."
    pairs = Counter(tuple(sorted((one, other))) for one, other, _ in problem.pair_scores)
    for (one, other), times in pairs.items():
        if times > 1:
            yield f"The pair {one} and {other} has {times} scores."


def _covers(problem: TablesProblem) -> Iterator[str]:
    for cover in problem.cover:
        if not cover.language:
            yield "A cover needs a language."


def _locks(problem: TablesProblem) -> Iterator[str]:
    here = {one.id for one in present(problem)}
    seats: Counter[tuple[int, str]] = Counter()
    taken: Counter[tuple[int, int]] = Counter()
    for lock in problem.locked:
        if not 0 <= lock.round < problem.rounds:
            yield f"{lock.person} is locked in round {lock.round}, which is not there."
        if not 0 <= lock.table < len(problem.sizes):
            yield f"{lock.person} is locked at table {lock.table}, which is not there."
        seats[lock.round, lock.person] += 1
        if lock.person in here:
            taken[lock.round, lock.table] += 1
    for (no, who), times in seats.items():
        if times > 1:
            yield f"{who} is locked {times} times in round {no}."
    for no in range(problem.rounds):
        yield from _locked_round(problem, [taken[no, at] for at in range(len(problem.sizes))], no)


def _locked_round(problem: TablesProblem, taken: Sequence[int], no: int) -> Iterator[str]:
    for table, (_, most) in enumerate(problem.sizes):
        if taken[table] > most:
            yield f"In round {no} table {table} has {most} seats, {taken[table]} people locked."
    least = sum(max(used, low) for used, (low, _) in zip(taken, problem.sizes, strict=True))
    if least > len(present(problem)):
        yield f"The locked seats of round {no} leave too few people for the other tables."


def _previous(problem: TablesProblem) -> Iterator[str]:
    if problem.previous is None:
        return
    tables_wanted = len(problem.sizes)
    if len(problem.previous) != problem.rounds:
        yield f"The previous plan has {len(problem.previous)} rounds, not {problem.rounds}."
    for no, tables in enumerate(problem.previous):
        if len(tables) != tables_wanted:
            yield f"Round {no} of the previous plan has {len(tables)} tables for {tables_wanted}."
        for who, times in Counter(who for table in tables for who in table).items():
            if times > 1:
                yield f"In round {no} of the previous plan {who} has {times} seats."


_RULES: Sequence[Callable[[TablesProblem], Iterator[str]]] = (
    _numbers, _people, _sizes, _named, _pairs, _scores, _covers, _locks, _previous,
)  # fmt: skip
