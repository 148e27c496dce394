"""An independent, exact solver: the same problem as a mixed integer program, by HiGHS in scipy."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from community.matching.engine.assignment.problem import AssignmentProblem


class Program:
    """Every pair a yes or a no, every conversation with a least number too."""

    def __init__(self, problem: AssignmentProblem) -> None:
        self.problem = problem
        self.pair = {(who, to): at for at, (who, to, _score) in enumerate(problem.pairs)}
        self.size = len(self.pair)
        self.goes_on = {each.id: self._another() for each in problem.conversations if each.least}
        self.placed = {each.id: self._another() for each in problem.people}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self._rules()

    def _another(self) -> int:
        self.size += 1
        return self.size - 1

    def _rules(self) -> None:
        of_person, of_conversation = defaultdict(list), defaultdict(list)
        for (who, to), at in self.pair.items():
            of_person[who].append(at)
            of_conversation[to].append(at)
        infinite = np.inf
        for person in self.problem.people:
            mine = dict.fromkeys(of_person[person.id], 1.0)
            self.rows.append((mine, 0, person.seats))
            self.rows.append(({**mine, self.placed[person.id]: -1.0}, 0, infinite))
        for each in self.problem.conversations:
            filled = dict.fromkeys(of_conversation[each.id], 1.0)
            if not each.least:
                self.rows.append((filled, 0, each.capacity))
                continue
            switch = self.goes_on[each.id]
            self.rows.append(({**filled, switch: -float(each.capacity)}, -infinite, 0))
            self.rows.append(({**filled, switch: -float(each.least)}, 0, infinite))
        for overlap in self.problem.overlaps:
            self._not_both(overlap)
        for group in self.problem.together:
            self._together(group)

    def _not_both(self, overlap: tuple[str, str]) -> None:
        for person in self.problem.people:
            both = [self.pair.get((person.id, to)) for to in overlap]
            if None not in both:
                self.rows.append((dict.fromkeys(both, 1.0), 0, 1))

    def _together(self, group: tuple[str, ...]) -> None:
        for each in self.problem.conversations:
            arcs = [self.pair.get((person, each.id)) for person in group]
            for one, other in combinations(arcs, 2):
                row = {at: sign for at, sign in ((one, 1.0), (other, -1.0)) if at is not None}
                if row:
                    self.rows.append((row, 0, 0))

    def most(self, worth: dict[int, float]) -> float:
        """The highest total; from then on it is a rule, for the aims that come after it."""
        matrix = coo_array(
            (
                [value for row, _low, _high in self.rows for value in row.values()],
                (
                    [at for at, row in enumerate(self.rows) for _ in row[0]],
                    [column for row, _low, _high in self.rows for column in row],
                ),
            ),
            shape=(len(self.rows), self.size),
        )
        goal = np.zeros(self.size)
        goal[list(worth)] = [-value for value in worth.values()]
        answer = milp(
            goal,
            integrality=np.ones(self.size),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                matrix, [low for _row, low, _high in self.rows], [high for *_, high in self.rows]
            ),
            options={"mip_rel_gap": 0},
        )
        assert answer.success, answer.message
        total = round(-answer.fun)
        self.rows.append((worth, total - 0.5, np.inf))
        return total


def best_by_highs(problem: AssignmentProblem) -> tuple[float, ...]:
    """People placed (each weighed), conversations that go on, seats beside the first, score."""
    program = Program(problem)
    weight = {program.placed[each.id]: 1.0 + each.left_out for each in problem.people}
    people = program.most(weight)
    viable = program.most(dict.fromkeys(program.goes_on.values(), 1.0)) if program.goes_on else 0
    several = any(person.seats > 1 for person in problem.people)
    seats = program.most(dict.fromkeys(program.pair.values(), 1.0)) if several else 0
    scores = {program.pair[who, to]: float(score) for who, to, score in problem.pairs if score}
    return people, viable, seats, program.most(scores) if scores else 0
