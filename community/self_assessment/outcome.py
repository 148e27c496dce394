"""What the answers of a round come to, and how much of that may be said (MEETLAT.md, rule 9).

A score is the mean per function group, then over the groups, as they were answered: a group of one
weighs as much as a group of ten. "I do not know" is no step and is left out of every mean; where
3 in 10 said it, the thing is not known and has no number. A statement left open counts for nothing.

**What is shown.** A group of which fewer than four people answered is not shown by itself but in
*other*. That alone hides nothing: who has the score and the other groups' means subtracts, and has
the mean of the one that is left. So

- *other* always stands for two groups or more, and for four people or more: as long as it does not,
  the smallest of the groups that would be shown goes in with them;
- its mean is the mean of its groups' means, which is what the score has of them already. The mean
  over its people would be a second equation, and with two groups two equations are the answer;
- a statement on which one of the groups in *other* gave no step is not said: its score lacks that
  group, and set beside the block's it gives the others away;
- a number that fewer than four people gave is not said at all.

Then nothing can be worked out. Any sum of what is said takes of each group in *other* the block's
weight and the weights of the statements, all by the same factors; so where it loses the one group
altogether, what it has left of another adds up to nothing, and that is no mean of anything.

What comes out holds nothing that may not be shown, so it can be kept, frozen and read by others.
`tests/self_assessment/test_subtracting.py` tries to work a hidden mean out of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypedDict

from community.self_assessment.drafts import DONT_KNOW
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.questionnaire import Questionnaire

#: From here on so many do not know it that it is not known.
NOT_KNOWN = Fraction(3, 10)
#: Means of groups that lie so far apart are something to talk about.
APART = 1.0
#: Means such as 3.2 and 4.2 lie 1 apart, whatever their last binary digit.
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person answered: per statement a step of 1 to 5, 0 for "I do not know", or None."""

    group: FunctionGroup
    answers: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class GroupMean:
    """A dot on the stick. OTHER stands for itself, or for the groups that are not shown."""

    group: FunctionGroup
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A block or a statement. `score` is from 1 to 5; None: not known, or it would say too much."""

    score: float | None
    is_known: bool
    groups: tuple[GroupMean, ...]

    @property
    def spread(self) -> tuple[float, float] | None:
        """The lowest and highest mean of the groups that are shown, if there are two or more."""
        means = [each.mean for each in self.groups]
        return (min(means), max(means)) if len(means) > 1 else None

    @property
    def is_talking_point(self) -> bool:
        """Whether groups see it so differently that it asks for a talk. Told from what is shown:
        else the mark itself would tell of a group that is not."""
        if self.spread is None:
            return False
        low, high = self.spread
        return round(high - low, _DIGITS) >= APART


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOutcome(Measured):
    number: int  #: Counted from 0, over all blocks.


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockOutcome(Measured):
    key: str
    statements: tuple[StatementOutcome, ...]
    evidence: int  #: How often somebody wrote what shows it. Counted, never scored.


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    version: str  #: Of the meetlat.
    closed_on: date
    people: int
    groups: int  #: Function groups that answered, before any of them is folded.
    provisional: bool
    blocks: tuple[BlockOutcome, ...]


def outcome(
    sheets: Sequence[Sheet],
    asks: Questionnaire,
    *,
    closed_on: date,
    evidence: Mapping[int, int] | None = None,
) -> Outcome:
    """What the sheets of one round come to, whatever their order.

    `evidence` is how often somebody wrote what shows it, by number of the statement. Source:
    MEETLAT.md, rule 9; people, groups and group size are the meetlat's own (5, 3 and 4).
    """
    groups = len({sheet.group for sheet in sheets})
    return Outcome(
        version=asks.version,
        closed_on=closed_on,
        people=len(sheets),
        groups=groups,
        provisional=len(sheets) < asks.people or groups < asks.groups,
        blocks=tuple(
            _block(block.key, numbers, sheets, evidence or {}, asks.group_size)
            for block, numbers in asks.numbered()
        ),
    )


class _Fields(TypedDict):
    """Those of Measured."""

    score: float | None
    is_known: bool
    groups: tuple[GroupMean, ...]


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps that a group gave on some statements, and how many of its people gave them."""

    total: int
    count: int
    givers: int

    @property
    def mean(self) -> Fraction:
        return Fraction(self.total, self.count)


@dataclass(frozen=True, slots=True)
class _Partition:
    """Which groups are shown by themselves, and which go together in *other*."""

    shown: tuple[FunctionGroup, ...]
    other: tuple[FunctionGroup, ...]


def _block(
    key: str, numbers: range, sheets: Sequence[Sheet], evidence: Mapping[int, int], size: int
) -> BlockOutcome:
    steps = _steps(sheets, numbers)
    partition = _partition(steps, Counter(sheet.group for sheet in sheets), size)
    return BlockOutcome(
        key=key,
        statements=tuple(
            StatementOutcome(number=number, **_measured(sheets, [number], partition, size))
            for number in numbers
        ),
        evidence=sum(evidence.get(number, 0) for number in numbers),
        **_measured(sheets, numbers, partition, size),
    )


def _measured(
    sheets: Sequence[Sheet], numbers: Sequence[int], partition: _Partition, size: int
) -> _Fields:
    """What is not known, or may not be said, has no number, of a group neither."""
    steps, is_known = _steps(sheets, numbers), _is_known(sheets, numbers)
    enough = sum(each.givers for each in steps.values()) >= size
    if not is_known or not enough or not _is_safe(steps, partition):
        return {"score": None, "is_known": is_known, "groups": ()}
    means = [(group, steps[group].mean) for group in partition.shown if group in steps]
    folded = [steps[group] for group in partition.other if group in steps]
    if folded and partition.shown:
        means.append((FunctionGroup.OTHER, _over(folded)))
    return {
        "score": float(_over(steps.values())),
        "is_known": True,
        "groups": tuple(GroupMean(group, float(mean)) for group, mean in means),
    }


def _steps(sheets: Iterable[Sheet], numbers: Sequence[int]) -> dict[FunctionGroup, _Steps]:
    """Per group that gave one; in the order of the groups."""
    given: dict[FunctionGroup, list[list[int]]] = {group: [] for group in FunctionGroup}
    for sheet in sheets:
        steps = [step for number in numbers if (step := sheet.answers[number])]
        if steps:
            given[sheet.group].append(steps)
    return {
        group: _Steps(sum(map(sum, people)), sum(map(len, people)), len(people))
        for group, people in given.items()
        if people
    }


def _over(groups: Iterable[_Steps]) -> Fraction:
    means = [each.mean for each in groups]
    return sum(means, Fraction()) / len(means)


def _is_known(sheets: Iterable[Sheet], numbers: Sequence[int]) -> bool:
    said = [a for sheet in sheets for n in numbers if (a := sheet.answers[n]) is not None]
    return not said or Fraction(said.count(DONT_KNOW), len(said)) < NOT_KNOWN


def _partition(
    steps: Mapping[FunctionGroup, _Steps], people: Mapping[FunctionGroup, int], size: int
) -> _Partition:
    """Small groups go together, and with them as many others as it takes to keep them hidden."""
    other = {group for group in steps if people[group] < size}
    if other and FunctionGroup.OTHER in steps:
        other.add(FunctionGroup.OTHER)
    # By size alone: an order by what they answered would say something of that.
    rest = sorted(steps.keys() - other, key=lambda group: (people[group], group))
    while other and rest and not _hides(other, people, size):
        other.add(rest.pop(0))
    return _Partition(
        tuple(group for group in steps if group not in other),
        tuple(group for group in steps if group in other),
    )


def _hides(other: set[FunctionGroup], people: Mapping[FunctionGroup, int], size: int) -> bool:
    return len(other) > 1 and sum(people[group] for group in other) >= size


def _is_safe(steps: Mapping[FunctionGroup, _Steps], partition: _Partition) -> bool:
    """Whether none of the groups that are folded is silent here."""
    return all(group in steps for group in partition.other)
