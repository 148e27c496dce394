"""What is asked: blocks of statements. The room of the meetlat brings them, by version.

A round names the version that it was opened with, so that a newer meetlat changes nothing in what
people answered to an older one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One building block."""

    key: str
    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    version: str
    blocks: tuple[Block, ...]
    people: int  #: Fewer than these, or …
    groups: int  #: … fewer groups than these, and the outcome is provisional.
    group_size: int  #: A smaller group is not shown by itself.

    @property
    def size(self) -> int:
        return sum(len(block.statements) for block in self.blocks)

    def numbered(self) -> Iterator[tuple[Block, range]]:
        """The blocks, and where their statements stand among all, counted from 0."""
        first = 0
        for block in self.blocks:
            yield block, range(first, first + len(block.statements))
            first += len(block.statements)


#: Of a version, or of what new rounds ask when that is None; in a language.
Make = Callable[[str | None, str], Questionnaire]

_brought: list[Make] = []


def bring(make: Make) -> None:
    """Let rounds ask this; a room above says so in `create_app`."""
    _brought[:] = [make]


def current() -> Questionnaire:
    """What a round that opens now will ask."""
    return of(None)


def of(version: str | None, language: str = "nl") -> Questionnaire:
    if not _brought:
        raise RuntimeError("no room has brought a questionnaire")
    return _brought[0](version, language)
