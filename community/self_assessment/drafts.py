"""What somebody has filled in so far, and what of it makes an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Chosen, and no step: "Weet ik niet".
DONT_KNOW = 0
SCALE = range(1, 6)
ANSWERS = (*SCALE, DONT_KNOW)
#: From here on we ask what shows it.
SHOWS = 4
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What one page of the questions brought, by number of the statement."""

    answers: Mapping[int, int | None]
    evidence: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything so far. A statement that is not in `answers` was left open."""

    answers: Mapping[int, int]
    evidence: Mapping[int, str]

    def with_page(self, said: Said) -> Draft:
        """A page replaces what it said before; an answer that was taken back is open again."""
        answers = {n: each for n, each in self.answers.items() if n not in said.answers}
        answers |= {n: each for n, each in said.answers.items() if each is not None}
        evidence = {n: words for n, words in self.evidence.items() if n not in said.answers}
        evidence |= {n: words for n, words in said.evidence.items() if words}
        return Draft(answers, evidence)

    def sheet(self, size: int) -> list[int | None]:
        """As an answer: one entry per statement."""
        return [self.answers.get(number) for number in range(size)]

    def shown(self) -> dict[int, str]:
        """The evidence that counts: of what is answered high enough to be asked for it."""
        return {n: words for n, words in self.evidence.items() if self.answers.get(n, 0) >= SHOWS}

    def left_open(self, numbers: Iterable[int]) -> list[int]:
        return [number for number in numbers if number not in self.answers]

    def as_data(self) -> dict[str, Any]:
        return {
            "answers": {str(n): each for n, each in sorted(self.answers.items())},
            "evidence": {str(n): words for n, words in sorted(self.evidence.items())},
        }


def from_data(data: Mapping[str, Any] | None) -> Draft:
    if not data:
        return Draft({}, {})
    return Draft(
        {int(n): each for n, each in data["answers"].items()},
        {int(n): words for n, words in data["evidence"].items()},
    )
