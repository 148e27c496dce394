"""Sheets for tests, and a plain, slow way to rule 9 to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import fmean

from hypothesis import strategies as st

from community.self_assessment.groups import FunctionGroup
from community.self_assessment.outcome import Outcome, Sheet, outcome
from community.self_assessment.questionnaire import Block, Questionnaire

TODAY = date(2026, 11, 25)
GROUPS = tuple(FunctionGroup)
MANAGEMENT, PROGRAMME, FRONT, VOLUNTEERS, OTHER = GROUPS


def asks(*sizes: int) -> Questionnaire:
    """Blocks of so many statements."""
    blocks = (Block(f"b{no}", f"Blok {no}", ("x",) * size) for no, size in enumerate(sizes))
    return Questionnaire(version="t", blocks=tuple(blocks), people=5, groups=3, group_size=4)


def of(*groups: tuple[FunctionGroup, Sequence[int | None]], size: int = 1) -> Outcome:
    """One block of one statement: a group, and the steps of its people."""
    sheets = [Sheet(group, [step] * size) for group, steps in groups for step in steps]
    return outcome(sheets, asks(size), closed_on=TODAY)


def some_sheets(statements: int, most: int = 6) -> st.SearchStrategy[list[Sheet]]:
    """A few people in each group, some of whom do not know or leave things open."""
    step = st.one_of(st.integers(1, 5), st.integers(1, 5), st.sampled_from([0, None]))
    answers = st.lists(step, min_size=statements, max_size=statements)
    one_group = st.lists(answers, max_size=most)
    return st.tuples(*[one_group] * len(GROUPS)).map(
        lambda groups: [
            Sheet(group, each) for group, of in zip(GROUPS, groups, strict=True) for each in of
        ]
    )


def slow_score(sheets: Sequence[Sheet], numbers: Sequence[int]) -> float | None:
    """Rule 9 as it is read: per group the mean of its steps, and the mean of those means."""
    means, said, unknown = [], 0, 0
    for group in GROUPS:
        steps = []
        for sheet in sheets:
            for number in numbers:
                if sheet.group == group and sheet.answers[number] is not None:
                    said += 1
                    if sheet.answers[number] == 0:
                        unknown += 1
                    else:
                        steps.append(sheet.answers[number] or 0)
        if steps:
            means.append(fmean(steps))
    with_a_step = [s for s in sheets if any(s.answers[number] for number in numbers)]
    if len(with_a_step) < 4 or (said and unknown * 10 >= said * 3):
        return None
    return fmean(means)
