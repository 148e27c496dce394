"""What is asked: blocks of statements. The room of the meetlat brings them, this one keeps a copy.

A round keeps the statements as they were when it was opened, so that a newer meetlat changes
nothing in what people answered to an older one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """One building block. `name` and `statements` are in the language of the meetlat itself."""

    key: str
    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    version: str
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        return sum(len(block.statements) for block in self.blocks)

    def numbers(self, block: Block) -> range:
        """Where a block's statements stand among all, counted from 0."""
        before = self.blocks.index(block)
        first = sum(len(each.statements) for each in self.blocks[:before])
        return range(first, first + len(block.statements))

    def numbered(self) -> Iterator[tuple[Block, range]]:
        return ((block, self.numbers(block)) for block in self.blocks)

    def as_data(self) -> list[dict[str, Any]]:
        return [
            {"key": block.key, "name": block.name, "statements": list(block.statements)}
            for block in self.blocks
        ]


def from_data(version: str, blocks: Sequence[Mapping[str, Any]]) -> Questionnaire:
    return Questionnaire(
        version,
        tuple(Block(each["key"], each["name"], tuple(each["statements"])) for each in blocks),
    )


_offered: list[Questionnaire] = []


def offer(questionnaire: Questionnaire) -> None:
    """Let new rounds ask this; a room above says so in `create_app`."""
    _offered[:] = [questionnaire]


def current() -> Questionnaire:
    """What a round that opens now will ask."""
    if not _offered:
        raise RuntimeError("no room has offered a questionnaire")
    return _offered[0]
