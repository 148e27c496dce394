"""A working area: what is known of each postcode area in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from community.areas.visitors import AgeClass


@dataclass(frozen=True, slots=True)
class Place:
    """One postcode area (PC4)."""

    pc4: str
    residents: int
    ages: tuple[int, ...]  #: In the order of `AgeClass`.
    municipality: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """All of them, in the order of their postcodes."""

    parts: tuple[Place, ...]
    fictional: bool = False  #: What the house ships, until the library brings its own.

    @property
    def ages(self) -> Mapping[str, int]:
        """People per age class."""
        totals = [sum(part.ages[number] for part in self.parts) for number in range(len(AgeClass))]
        return dict(zip(map(str, AgeClass), totals, strict=True))

    @property
    def places(self) -> Mapping[str, int]:
        """People per PC4."""
        return {part.pc4: part.residents for part in self.parts}

    @property
    def residents(self) -> int:
        return sum(part.residents for part in self.parts)
