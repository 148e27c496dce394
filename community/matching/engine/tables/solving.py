"""From a problem of tables to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from community.matching.engine.tables.building import build
from community.matching.engine.tables.clashes import Settled, settle
from community.matching.engine.tables.clock import Clock
from community.matching.engine.tables.coded import Coded, bits, code, union
from community.matching.engine.tables.designs import design
from community.matching.engine.tables.figures import Seating, encounters, in_order, measure
from community.matching.engine.tables.problem import (
    Progress,
    TablesPlan,
    TablesProblem,
    Violation,
)
from community.matching.engine.tables.proof import FEW, Proof
from community.matching.engine.tables.puzzle import Board
from community.matching.engine.tables.reasons import moves, reasons
from community.matching.engine.tables.repair import repair
from community.matching.engine.tables.searching import search
from community.matching.engine.tables.sound import check
from community.matching.engine.tables.wishes import wishes


def solve(problem: TablesProblem, *, progress: Progress | None = None) -> TablesPlan:
    """The best plan found in the problem's `seconds`, or `steps`; deterministic in the latter.

    Wishes hold in every round, or are among the plan's violations with the fewest wishes that they
    clash with. What is left free is searched for few repeats, then balance, then pair scores.
    WrongProblem, before anything is solved, for what no plan could answer. `progress` hears now and
    then how far it is, 0 to 1, and stops the search by answering no: the best so far comes out.
    Source: MATCHING, §3.
    """
    clock = Clock(problem, progress)
    check(problem)
    settled = settle(problem)
    coded = code(problem, settled.honoured)
    boards = _searched(problem, coded, settled, clock)
    rounds = in_order(problem, [[[coded.ids[who] for who in bits(there)] for there in board]
                                for board in boards])  # fmt: skip
    met = encounters(problem, rounds)
    figures = measure(problem, rounds, met)
    clock.finish()
    return TablesPlan(
        rounds=rounds,
        violations=[settled.clashes.get(wish, Violation(wish, (), ""))
                    for wish in figures.violations],
        figures=figures,
        moved=len(moves(problem, Seating(problem, rounds))),
        seconds=clock.elapsed(),
        reasons=reasons(problem, rounds, met),
    )  # fmt: skip


def _searched(
    problem: TablesProblem, coded: Coded, settled: Settled, clock: Clock
) -> Sequence[Board]:
    if problem.previous is not None:
        return repair(coded, problem.previous, settled.boards)
    chance = Random(problem.seed)  # noqa: S311  (a seat, no secret)
    if _scores_alone(problem, coded):
        return [_diverse(coded, chance, clock)]
    designed = _designed(problem, coded, chance)
    if designed and not any(coded.values) and not any(coded.scores) and not any(coded.before):
        return designed  # Nobody meets again, and nothing else was asked.
    begun = designed or build(coded, settled.boards, chance)
    return search(coded, begun, chance, clock)


def _scores_alone(problem: TablesProblem, coded: Coded) -> bool:
    """Whether there is nothing but pair scores: no wishes, no attributes, nobody to meet again."""
    return (
        coded.rounds == 1
        and any(coded.scores)
        and not (wishes(problem) or any(coded.values) or any(coded.before))
    )


def _diverse(coded: Coded, chance: Random, clock: Clock) -> Board:
    """Who sits where by pair scores alone: proven to be best among few, searched for among many."""
    people = range(len(coded.ids))
    scores = [[some.get(who, 0.0) for who in people] for some in coded.scores]
    if len(people) <= FEW:
        best: Sequence[int] = Proof(scores, coded.sizes).best
    else:
        # Only now: NumPy takes a tenth of a second to load, and memory that the website can miss.
        from community.matching.engine.tables.diversity import Diversity  # noqa: PLC0415

        diversity = Diversity(scores, coded.sizes, chance)
        diversity.run(clock)
        best = diversity.best.tolist()
    return [union(1 << who for who in people if best[who] == table)
            for table in range(len(coded.sizes))]  # fmt: skip


def _designed(problem: TablesProblem, coded: Coded, chance: Random) -> list[Board] | None:
    """A plan by algebra, where nothing but sizes has to hold; None when there is none."""
    least, most = min(coded.sizes), max(coded.sizes)
    size, over = divmod(len(coded.ids), len(coded.sizes))
    if wishes(problem) or over or not least[0] <= size <= most[1]:
        return None
    plan = design(len(coded.sizes), size, coded.rounds)
    if plan is None:
        return None
    who = list(range(len(coded.ids)))
    chance.shuffle(who)
    return [[union(1 << who[seat] for seat in table) for table in tables] for tables in plan]
