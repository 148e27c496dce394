"""What makes no sense is refused before solving, in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from community.matching.engine.assignment.problem import AssignmentProblem
from community.matching.engine.wrong import WrongProblem

MOST_SCORE = 1000
#: More than anybody means; a slip of the keyboard should not spoil exact sums.
MOST = 1_000_000


def check(problem: AssignmentProblem) -> None:
    """Throw WrongProblem with the first thing that makes this problem no problem of assignment."""
    for rule in (_people, _conversations, _pairs, _overlaps, _together):
        for wrong in rule(problem):
            raise WrongProblem(wrong)


def _people(problem: AssignmentProblem) -> Iterator[str]:
    for who, times in Counter(each.id for each in problem.people).items():
        if times > 1:
            yield f"The person {who} stands {times} times among the people."
    for person in problem.people:
        if not 0 <= person.left_out <= MOST:
            yield f"The person {person.id} cannot have been left out {person.left_out} times."
        if not 1 <= person.seats <= MOST:
            yield f"The person {person.id} must want at least one seat, not {person.seats}."


def _conversations(problem: AssignmentProblem) -> Iterator[str]:
    for which, times in Counter(each.id for each in problem.conversations).items():
        if times > 1:
            yield f"The conversation {which} stands {times} times among the conversations."
    for each in problem.conversations:
        if not 0 <= each.capacity <= MOST or each.least < 0:
            yield f"The conversation {each.id} must have 0 to {MOST} seats."
        if each.least > each.capacity:
            yield f"The conversation {each.id} needs {each.least} people for {each.capacity} seats."


def _pairs(problem: AssignmentProblem) -> Iterator[str]:
    people = {each.id for each in problem.people}
    conversations = {each.id for each in problem.conversations}
    seen = set()
    for person, to, score in problem.pairs:
        if person not in people:
            yield f"In pairs stands {person}, who is not among the people."
        if to not in conversations:
            yield f"In pairs stands {to}, which is not among the conversations."
        # A score that is no whole number (NaN, say) may come from code, not from JSON.
        if type(score) is not int or not 0 <= score <= MOST_SCORE:
            yield f"The score of {person} and {to} must be a whole number from 0 to 1000."
        if (person, to) in seen:
            yield f"The pair {person} and {to} stands in pairs twice."
        seen.add((person, to))


def _overlaps(problem: AssignmentProblem) -> Iterator[str]:
    conversations = {each.id for each in problem.conversations}
    for pair in problem.overlaps:
        for each in pair:
            if each not in conversations:
                yield f"In overlaps stands {each}, which is not among the conversations."
        if pair[0] == pair[1]:
            yield f"In overlaps stands {pair[0]} with itself."


def _together(problem: AssignmentProblem) -> Iterator[str]:
    people = {each.id for each in problem.people}
    for group in problem.together:
        for person in group:
            if person not in people:
                yield f"In together stands {person}, who is not among the people."
        if len(group) < 2:
            yield "In together stands somebody alone."
        if len(set(group)) < len(group):
            yield f"In together somebody stands twice in [{', '.join(group)}]."
