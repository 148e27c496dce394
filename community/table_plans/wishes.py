"""Whether an arrangement honours a wish. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.table_plans import arrangement
from community.table_plans.models import Rounds, TableWish, WishKind


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish with the keys of who it is about."""

    id: int
    kind: WishKind
    first: str
    second: str = ""
    tongue: str = ""
    given_up: bool = False

    @property
    def as_engine(self) -> tuple[str, ...]:
        """How the engine names it."""
        if self.kind is WishKind.COVER:
            return ("cover", self.tongue, self.first)
        return (self.kind.value, *sorted((self.first, self.second)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a wish: whether it holds, and in which rounds (counted from 0)."""

    wish: Wish
    holds: bool
    rounds: tuple[int, ...]


def of(wishes: Sequence[TableWish], keys: Mapping[int, str]) -> list[Wish]:
    """As the plan knows them: only those of which everybody is still there."""
    return [
        Wish(
            wish.id,
            wish.kind,
            keys[wish.first_id],
            keys[wish.second_id] if wish.second_id else "",
            wish.tongue.value if wish.tongue else "",
            wish.given_up_at is not None,
        )
        for wish in wishes
        if wish.first_id in keys and (wish.second_id is None or wish.second_id in keys)
    ]


def look(wishes: Sequence[Wish], rounds: Rounds, speaks: Mapping[str, set[str]]) -> list[Standing]:
    """How it stands with each; `speaks`: by key, which languages."""
    spots = arrangement.where(rounds)
    return [_stands(wish, rounds, spots, speaks) for wish in wishes]


def _stands(
    wish: Wish,
    rounds: Rounds,
    spots: Sequence[Mapping[str, int]],
    speaks: Mapping[str, set[str]],
) -> Standing:
    if wish.kind is WishKind.COVER:
        met = _covered(wish, rounds, spots, speaks)
        return Standing(wish, len(met) == len(rounds), met)
    met = tuple(
        number
        for number, at in enumerate(spots)
        if wish.first in at and at[wish.first] == at.get(wish.second)
    )
    holds = {
        WishKind.TOGETHER: len(met) == len(rounds),
        WishKind.APART: not met,
        WishKind.MEET: bool(met),
    }[wish.kind]
    return Standing(wish, holds, met)


def _covered(
    wish: Wish,
    rounds: Rounds,
    spots: Sequence[Mapping[str, int]],
    speaks: Mapping[str, set[str]],
) -> tuple[int, ...]:
    return tuple(
        number
        for number, at in enumerate(spots)
        if wish.first in at
        and any(
            key != wish.first and wish.tongue in speaks.get(key, ())
            for key in rounds[number][at[wish.first]]
        )
    )
