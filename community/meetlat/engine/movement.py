"""What changed between two metingen, and what made it change (MEETLAT.md, rule 6)."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, fsum

from community.meetlat.engine.results import DimensionResult, IndicatorResult, MeetlatResult
from community.meetlat.engine.standard import Standard

#: Two levels that differ by this little are the same, whatever the order they were added in.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one indicator did to a bar, in levels; `tenths` as it is read beside the others."""

    code: str
    levels: float
    tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How a dimension moved. Over what could be measured both times, which may be less than what
    the two scores are made of: then `only_before` and `only_now` are said first.
    """

    key: str
    before: float | None  #: The score as it was shown then …
    now: float | None  #: … and as it is shown now.
    change: float  #: The sum of the contributions.
    contributions: tuple[Contribution, ...]  #: In the order of the indicators.
    only_before: tuple[str, ...]  #: Could be measured then, and no longer.
    only_now: tuple[str, ...]
    is_told: bool  #: Large enough, and both sure enough, to be called a change.

    @property
    def same_set(self) -> bool:
        return not self.only_before and not self.only_now

    @property
    def largest(self) -> tuple[Contribution, ...]:
        """What is worth a word, the largest first: a tenth of a level or more."""
        worth = [one for one in self.contributions if one.tenths]
        return tuple(sorted(worth, key=lambda one: (-round(abs(one.levels), 9), one.code)))


def movements(
    before: MeetlatResult, now: MeetlatResult, standard: Standard
) -> tuple[Movement, ...]:
    """Of Ontmoeting and Samenwerking; nothing when the two were made with another meetlat.

    `standard` is that of `now`. No errors.
    """
    if before.version != now.version:
        return ()
    return tuple(
        movement(then, since, standard)
        for then, since in zip(before.dimensions, now.dimensions, strict=True)
    )


def movement(before: DimensionResult, now: DimensionResult, standard: Standard) -> Movement:
    """The contributions sum to the change of the bar where the same could be measured both times.

    Per indicator Δ(weight·level) / Σ weight, over the indicators measurable in both; in levels.
    The tenths sum to the change in tenths, as the two scores are read. Source: MEETLAT.md, "What
    follows from a score".
    """
    then = {one.code: one for one in before.indicators if one.is_measurable}
    since = {one.code: one for one in now.indicators if one.is_measurable}
    both = [(then[code], one) for code, one in since.items() if code in then]
    weight = fsum(one.weight for _, one in both)
    levels = [_moved(old, new) / weight for old, new in both]
    change = fsum(levels)
    only_before = tuple(code for code in then if code not in since)
    only_now = tuple(code for code in since if code not in then)
    read = _read_change(before, now) if not only_before and not only_now else None
    tenths = in_tenths(levels, _tenths(change) if read is None else read)
    return Movement(
        key=now.key,
        before=before.score,
        now=now.score,
        change=change,
        contributions=tuple(
            Contribution(one.code, moved, shown)
            for (_, one), moved, shown in zip(both, levels, tenths, strict=True)
        ),
        only_before=only_before,
        only_now=only_now,
        is_told=(
            abs(change) >= standard.rules.least_change - _NOTHING
            and is_sure(before, standard)
            and is_sure(now, standard)
        ),
    )


def is_sure(result: DimensionResult, standard: Standard) -> bool:
    """B or better: sure enough to compare with another time."""
    letters = [letter for letter, _ in standard.rules.confidence]
    return result.confidence in letters[:2]


def in_tenths(parts: list[float], whole: int) -> tuple[int, ...]:
    """Parts in tenths, each a tenth off at the most, so that they sum to the whole as it is read.

    `whole` in tenths. What was cut off most is rounded up first; of equals the earlier one.
    """
    down = [floor(10 * part + _NOTHING) for part in parts]
    cut = [10 * part - low for part, low in zip(parts, down, strict=True)]
    order = sorted(range(len(parts)), key=lambda no: (-round(cut[no], 9), no))
    left = whole - sum(down)
    for no in order[: max(0, left)]:
        down[no] += 1
    for no in reversed(order[left:] if left < 0 else []):
        down[no] -= 1
    return tuple(down)


def _moved(before: IndicatorResult, now: IndicatorResult) -> float:
    return now.weight * (now.level or 0) - before.weight * (before.level or 0)


def _read_change(before: DimensionResult, now: DimensionResult) -> int | None:
    if before.score is None or now.score is None:
        return None
    return _tenths(now.score) - _tenths(before.score)


def _tenths(levels: float) -> int:
    return round(10 * round(levels, 1))
