"""The best choice and its proof, for problems that are small enough: OR-tools' CP-SAT."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from community.matching.engine.assignment.choices import Choice, Search
from community.matching.engine.assignment.market import ROOM

#: Pairs up to which it is tried.
SMALL = 4_000
#: How long it may think, in the solver's own unit, which is the same on every machine.
THINKING = 0.5


def best_choice(search: Search, hint: Choice) -> Choice:
    """A choice that is at least as good as the hint, proven when the solver came to an end."""
    if search.scale.person * int(search.parties.weight.sum()) >= ROOM:
        return hint
    found = _Model(search).best(hint)
    return found if found and (found.proven or found.value > hint.value) else hint


class _Model:
    """Every arc, every party and every conversation is a yes or a no."""

    def __init__(self, search: Search) -> None:
        self.search, self.model = search, cp_model.CpModel()
        market, scale = search.market, search.scale
        self.sizes = search.parties.sizes[market.person].tolist()
        self.takes = [self.model.new_bool_var("") for _ in self.sizes]
        worth = search.parties.score + scale.seat * search.parties.sizes[market.person]
        self.goals = list(zip(worth.tolist(), self.takes, strict=True))
        of_party: dict[int, list[int]] = defaultdict(list)
        of_seats: dict[int, list[int]] = defaultdict(list)
        ends = zip(market.person.tolist(), market.seats.tolist(), strict=True)
        for arc, (party, seats) in enumerate(ends):
            of_party[party].append(arc)
            of_seats[seats].append(arc)
        for seats, arcs in of_seats.items():
            self._fill(seats, arcs)
        for party, arcs in of_party.items():
            self._place(party, arcs)

    def _fill(self, seats: int, arcs: list[int]) -> None:
        """No more than there are; none, or enough for it to go on."""
        filled = sum(self.sizes[arc] * self.takes[arc] for arc in arcs)
        capacity = int(self.search.market.capacity[seats])
        least = int(self.search.drawn.least[seats])
        if not least:
            self.model.add(filled <= capacity)
            return
        goes_on = self.model.new_bool_var("")
        self.goals.append((self.search.scale.viable, goes_on))
        self.model.add(filled <= capacity * goes_on)
        self.model.add(filled >= least * goes_on)

    def _place(self, party: int, arcs: list[int]) -> None:
        """As many as they want, not two at once."""
        search, placed = self.search, self.model.new_bool_var("")
        weight = int(search.parties.weight[party]) * search.scale.person
        self.goals.append((weight, placed))
        wanted = int(search.parties.seats[party])
        has = {int(search.market.seats[arc]): self.takes[arc] for arc in arcs}
        self.model.add(sum(has.values()) <= wanted)
        self.model.add(sum(has.values()) >= placed)
        if wanted > 1:
            for one in has:
                for other in search.clashes.get(one, ()):
                    if one < other and other in has:
                        self.model.add_at_most_one(has[one], has[other])

    def best(self, hint: Choice) -> Choice | None:
        self.model.maximize(sum(worth * variable for worth, variable in self.goals))
        for variable, value in zip(self.takes, hint.taken, strict=True):
            self.model.add_hint(variable, bool(value))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        # All rules go into its linear relaxation: that makes it a hundred times as fast here.
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = THINKING
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        taken = np.array([solver.boolean_value(each) for each in self.takes], dtype=np.bool_)
        return Choice(taken, self.search.value_of(taken), status == cp_model.OPTIMAL)
