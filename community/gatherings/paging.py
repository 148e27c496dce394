"""One page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from community.gatherings.models import Gathering


@dataclass(frozen=True, slots=True)
class Page:
    """Some of `total`, at most `size` on each; `number` counts from one."""

    items: Sequence[Gathering]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return how_many(self.total, self.size)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def how_many(total: int, size: int) -> int:
    """An empty list has a page too."""
    return max(1, ceil(total / size))
