"""The slots of a day: its hours cut into talks, with a pause between and perhaps a longer break."""

from __future__ import annotations

from dataclasses import dataclass

#: Nobody talks with more people than this in a day.
MOST_SLOTS = 24


@dataclass(frozen=True, slots=True)
class Cut:
    """How to cut: all in minutes, but for after how many slots the longer break comes."""

    slot: int = 25
    pause: int = 5
    break_after: int = 0
    break_minutes: int = 0


def begins(minutes: int, cut: Cut) -> list[int]:
    """When slots begin, in minutes from the beginning, of a gathering that lasts `minutes`."""
    found: list[int] = []
    at = 0
    while at + cut.slot <= minutes and len(found) < MOST_SLOTS:
        found.append(at)
        at += cut.slot + _rest(len(found), cut)
    return found


def _rest(done: int, cut: Cut) -> int:
    """After so many slots: the longer break comes in the place of a pause."""
    is_break = cut.break_after == done and cut.break_minutes > 0
    return max(cut.pause, cut.break_minutes) if is_break else cut.pause
