"""Who goes where: the best plan of all, the fairest among those, and drawn by lot after that.

What comes first, in this order: (1) people placed, each counting once more for every time she was
left out; (2) conversations with a least number that go on; (3) seats taken by who wants several,
and the total score; (4) as few people as possible with the worst rank, then with the one above it,
and so on; (5) the lot.

With neither least sizes, togethers nor several seats all of this is exact, and the prices prove (1)
to (3) to anybody. Otherwise (1) to (3) are proven for small problems (CP-SAT) and where the flow
had nothing to decide: `proven_optimal` says so; for the rest they are what `choices.py` finds. Then
(4) and (5) are exact among the plans in which the same conversations go on and who stays together
sits where they sit; they are left out where somebody wants several seats.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np

from community.matching.engine.assignment import contested
from community.matching.engine.assignment.choices import Choice, Search
from community.matching.engine.assignment.drawn import Drawn, Parties, drawn_from, parties_of
from community.matching.engine.assignment.exact import SMALL, best_choice
from community.matching.engine.assignment.faces import all_plans, any_plan, narrowed
from community.matching.engine.assignment.fairest import drawn_by_lot, fairest
from community.matching.engine.assignment.market import Market, Must, Numbers, prices_of
from community.matching.engine.assignment.problem import (
    AssignmentPlan,
    AssignmentProblem,
    Certificate,
)

#: Told now and then how far it is, 0 to 1.
Told = Callable[[float], object]


def solve(problem: AssignmentProblem, *, progress: Told | None = None) -> AssignmentPlan:
    """The best plan; the same problem always has the same one, whatever order it is written in."""
    began = perf_counter()
    told = progress or (lambda _share: True)
    drawn = drawn_from(problem)
    certificate = None
    if _is_plain(drawn):
        taken, certificate = _plain(drawn)
        proven = True
    else:
        taken, proven = _decided(drawn, told)
    told(1.0)
    return _as_plan(drawn, taken, certificate, proven=proven, seconds=perf_counter() - began)


def _is_plain(drawn: Drawn) -> bool:
    """Overlaps do not matter to who wants one seat."""
    one_seat = all(person.seats == 1 for person in drawn.people)
    return one_seat and not drawn.problem.together and not drawn.least.any()


def _plain(drawn: Drawn) -> tuple[Numbers, Certificate]:
    worth = drawn.big * drawn.weight[drawn.market.person] + drawn.score
    face = all_plans(drawn.market)
    if len(worth):
        face = narrowed(face, worth)
    taken = any_plan(drawn_by_lot(fairest(face, drawn.rank)))
    flags = np.zeros(len(worth), dtype=np.bool_)
    flags[taken] = True
    prices = prices_of(drawn.market, worth, flags)
    people = (person.id for person in drawn.people)
    conversations = (each.id for each in drawn.conversations)
    return taken, Certificate(
        dict(zip(people, prices.people.tolist(), strict=True)),
        dict(zip(conversations, prices.seats.tolist(), strict=True)),
    )


def _decided(drawn: Drawn, told: Told) -> tuple[Numbers, bool]:
    parties = parties_of(drawn)
    search = Search(drawn, parties, told)
    choice = search.best()
    if not choice.proven and len(parties.market.person) <= SMALL:
        choice = best_choice(search, choice)
    if (parties.seats == 1).all():
        return _fairer(drawn, parties, choice), choice.proven
    return _arcs(drawn, parties, np.flatnonzero(choice.taken)), choice.proven


def _fairer(drawn: Drawn, parties: Parties, choice: Choice) -> Numbers:
    """Everybody who goes alone once more, while the same conversations go on."""
    alone = parties.sizes == 1
    with_others = choice.taken & ~alone[parties.market.person]
    filled = np.bincount(
        parties.market.seats[with_others],
        parties.sizes[parties.market.person][with_others],
        len(drawn.conversations),
    ).astype(np.int64)
    goes_on = (drawn.least == 0) | (parties.market.taken_of(choice.taken) > 0)
    first = np.where(goes_on, np.clip(drawn.least - filled, 0, None), 0)
    rest = np.where(goes_on, drawn.market.capacity - filled - first, 0)
    goes_alone = np.zeros(len(drawn.people), dtype=np.bool_)
    goes_alone[[row[0] for row in parties.members if len(row) == 1]] = True
    open_to = goes_alone[drawn.market.person] & goes_on[drawn.market.seats]
    # The seats that must be taken are seats of another kind: those of `first`.
    arcs = np.flatnonzero(open_to & ((rest > 0)[drawn.market.seats]))
    these = np.flatnonzero(open_to & ((first > 0)[drawn.market.seats]))
    both = np.concatenate([arcs, these])
    kinds = len(rest)
    market = Market(
        len(drawn.people),
        np.concatenate([rest, first]),
        drawn.market.person[both],
        np.concatenate([drawn.market.seats[arcs], drawn.market.seats[these] + kinds]),
    )
    nobody = np.zeros(market.people, dtype=np.bool_)
    must = Must(nobody, np.r_[np.zeros(kinds, dtype=np.bool_), first > 0])
    face = all_plans(market, must)
    weight = drawn.weight[market.person]
    if len(both):
        face = narrowed(face, drawn.big * weight + drawn.score[both])
    taken = both[any_plan(drawn_by_lot(fairest(face, drawn.rank[both])))]
    return np.concatenate([taken, _arcs(drawn, parties, np.flatnonzero(with_others))])


def _arcs(drawn: Drawn, parties: Parties, taken: Numbers) -> Numbers:
    """What parties take, as arcs of their people."""
    ends = zip(drawn.market.person.tolist(), drawn.market.seats.tolist(), strict=True)
    arc_of = {end: arc for arc, end in enumerate(ends)}
    market = parties.market
    wanted = [
        arc_of[member, int(market.seats[arc])]
        for arc in taken
        for member in parties.members[market.person[arc]]
    ]
    return np.array(wanted, dtype=np.int64)


def _as_plan(
    drawn: Drawn, taken: Numbers, certificate: Certificate | None, *, proven: bool, seconds: float
) -> AssignmentPlan:
    problem = drawn.problem
    people, conversations = drawn.people, drawn.conversations
    place = {person.id: at for at, person in enumerate(problem.people)}
    column = {each.id: at for at, each in enumerate(problem.conversations)}
    placed = sorted(
        (
            (people[drawn.market.person[arc]].id, conversations[drawn.market.seats[arc]].id)
            for arc in taken
        ),
        key=lambda pair: (place[pair[0]], column[pair[1]]),
    )
    goes_on = {conversation for _person, conversation in placed}
    ranks = drawn.rank[taken]
    return AssignmentPlan(
        placed=placed,
        unplaced=contested.of_the_unplaced(problem, {person for person, _to in placed}),
        closed=[each.id for each in problem.conversations if each.least and each.id not in goes_on],
        people_placed=len({person for person, _to in placed}),
        score=int(drawn.score[taken].sum()),
        proven_optimal=proven,
        big=drawn.big,
        certificate=certificate,
        worst_rank=int(ranks.max(initial=0)),
        mean_rank=round(float(ranks.mean()), 4) if len(ranks) else 0.0,
        seconds=round(seconds, 4),
    )
