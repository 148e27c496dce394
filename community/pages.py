"""One page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

What = TypeVar("What")


class Paged:
    """What pagination asks of a page, whatever stands on it; `number` counts from one."""

    number: int

    @property
    def pages(self) -> int:
        raise NotImplementedError

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


@dataclass(frozen=True, slots=True)
class Page(Paged, Generic[What]):
    """Some of `total`, at most `size` on each."""

    items: Sequence[What]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return how_many(self.total, self.size)


def how_many(total: int, size: int) -> int:
    """An empty list has a page too."""
    return max(1, ceil(total / size))
