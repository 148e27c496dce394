"""What a librarian sees beside a plan: who waits, who got which wish, which group falls behind."""

from __future__ import annotations

from community.matching.engine.assignment.fairness import measure
from community.matching.engine.assignment.problem import AssignmentProblem, Seats, Seeker


def test_the_figures_of_a_plan():
    people = [Seeker(each) for each in "abcdefgh"] + [Seeker("i", left_out=2), Seeker("j")]
    pairs = [(each.id, to, score) for each in people for to, score in (("x", 900), ("y", 500))]
    problem = AssignmentProblem(people, [Seats("x", 3), Seats("y", 3)], pairs)
    placed = [("a", "x"), ("b", "x"), ("c", "x"), ("d", "y"), ("e", "y"), ("f", "y")]
    young = {each: {"age": "25-34"} for each in "abcd"}
    old = {each: {"age": "75+"} for each in "efghi"}
    found = measure(problem, placed, young | old)
    assert (found.people, found.placed, found.placed_share) == (10, 6, 0.6)
    assert (found.at_rank, found.worst_rank, found.mean_rank) == ({1: 3, 2: 3}, 2, 1.5)
    assert found.longest_wait == 3
    shares = {each.value: (each.people, each.placed, each.ratio) for each in found.groups}
    assert shares == {"25-34": (4, 4, 1 / 0.6), "75+": (5, 2, 0.4 / 0.6)}
    assert [each.value for each in found.groups if each.warns] == ["75+"]


def test_of_nobody_there_are_figures_too():
    nobody = measure(AssignmentProblem([], [], []), [])
    assert (nobody.placed_share, nobody.worst_rank, nobody.mean_rank, nobody.groups) == (
        1,
        0,
        0,
        [],
    )
    unlucky = measure(AssignmentProblem([Seeker("a")], [], []), [], {"a": {"age": "75+"}})
    assert (unlucky.longest_wait, unlucky.groups[0].warns) == (1, False)
