"""What is in a format: rounds with a question and minutes, and how people sit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

LONGEST_NAME = 80
LONGEST_PURPOSE = 300
LONGEST_TEXT = 2_000
LONGEST_TITLE = 80
LONGEST_QUESTION = 300
MOST_ROUNDS = 8
MOST_MINUTES = 240
MOST_SEATS = 30


@dataclass(frozen=True, slots=True)
class Round:
    title: str
    question: str  #: What the table talks about; a gathering may ask its own.
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything about a format but who wrote it when. Never changed: a change is a new one."""

    name: str
    purpose: str  #: What it is good for, in one or two sentences.
    how: str  #: How it goes, told to who will lead it.
    tip: str  #: What a host at a table should know.
    rounds: tuple[Round, ...]
    opening: int  #: Minutes before the first round.
    closing: int  #: Minutes after the last.
    least: int  #: People at a table, hosts included.
    most: int
    has_hosts: bool
    hosts_stay: bool  #: In every round at the same table, while others move on.
    mixes: bool  #: People change tables between rounds.

    @property
    def minutes(self) -> int:
        return self.opening + sum(each.minutes for each in self.rounds) + self.closing

    @property
    def seatings(self) -> int:
        """How often people get another table: what a table plan needs to know."""
        return len(self.rounds) if self.mixes else 1

    def asking(self, questions: tuple[str, ...]) -> Content:
        """With the questions of one gathering, as far as it has its own."""
        own = (*questions, *[""] * len(self.rounds))
        rounds = tuple(
            replace(each, question=said or each.question)
            for each, said in zip(self.rounds, own, strict=False)
        )
        return replace(self, rounds=rounds)


def kept(content: Content) -> dict[str, Any]:
    """As JSON."""
    return asdict(content)


def read(said: Mapping[str, Any]) -> Content:
    """What `kept` wrote."""
    rounds = tuple(Round(**each) for each in said["rounds"])
    return Content(**{**said, "rounds": rounds})


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a running order; minutes are counted from the start of the gathering."""

    begins: int
    minutes: int
    round: Round | None  #: None: the opening, or the end.
    is_last: bool = False


def running_order(content: Content) -> Iterator[Step]:
    """What comes when; an opening or end of no minutes is left out."""
    at = 0
    for minutes, each in (
        (content.opening, None),
        *((one.minutes, one) for one in content.rounds),
        (content.closing, None),
    ):
        if minutes:
            yield Step(at, minutes, each, is_last=each is None and at > 0)
        at += minutes
