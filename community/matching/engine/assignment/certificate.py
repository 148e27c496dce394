"""Whether a plan is the best one, checked by anybody in one pass, without a solver."""

from __future__ import annotations

from collections import Counter

from community.matching.engine.assignment.problem import AssignmentPlan, AssignmentProblem


def verify(problem: AssignmentProblem, plan: AssignmentPlan) -> bool:
    """Whether the plan holds and its prices prove that none is worth more.

    Everybody has at most one seat, of her own pairs, and no conversation more than it has. A price
    for every person and one for every seat, none below zero, together at least what any pair is
    worth: then no plan can be worth more than all people and all seats cost. This one is.
    """
    prices = plan.certificate
    if prices is None or plan.big <= 1000 * len(problem.people):
        return False
    big = {person.id: plan.big * (1 + person.left_out) for person in problem.people}
    capacity = {each.id: each.capacity for each in problem.conversations}
    if prices.people.keys() != big.keys() or prices.conversations.keys() != capacity.keys():
        return False
    if min((*prices.people.values(), *prices.conversations.values()), default=0) < 0:
        return False
    worth = {(person, to): big[person] + score for person, to, score in problem.pairs}
    if not _holds(plan, worth, capacity):
        return False
    if any(prices.people[who] + prices.conversations[to] < w for (who, to), w in worth.items()):
        return False
    cost = sum(prices.people.values())
    cost += sum(capacity[each] * price for each, price in prices.conversations.items())
    return cost == sum(worth[pair] for pair in plan.placed)


def _holds(
    plan: AssignmentPlan, worth: dict[tuple[str, str], int], capacity: dict[str, int]
) -> bool:
    seats_of = Counter(person for person, _to in plan.placed)
    taken = Counter(to for _person, to in plan.placed)
    return (
        all(pair in worth for pair in plan.placed)
        and max(seats_of.values(), default=0) <= 1
        and all(count <= capacity[to] for to, count in taken.items())
        and plan.people_placed == len(plan.placed)
    )
