"""When in a week somebody can: parts of the day by days of the week."""

from __future__ import annotations

from enum import StrEnum


class Moment(StrEnum):
    """A part of a day of the week; its value is short, because a set of them is one column."""

    MONDAY_MORNING = "mo1"
    MONDAY_AFTERNOON = "mo2"
    MONDAY_EVENING = "mo3"
    TUESDAY_MORNING = "tu1"
    TUESDAY_AFTERNOON = "tu2"
    TUESDAY_EVENING = "tu3"
    WEDNESDAY_MORNING = "we1"
    WEDNESDAY_AFTERNOON = "we2"
    WEDNESDAY_EVENING = "we3"
    THURSDAY_MORNING = "th1"
    THURSDAY_AFTERNOON = "th2"
    THURSDAY_EVENING = "th3"
    FRIDAY_MORNING = "fr1"
    FRIDAY_AFTERNOON = "fr2"
    FRIDAY_EVENING = "fr3"
    SATURDAY_MORNING = "sa1"
    SATURDAY_AFTERNOON = "sa2"
    SATURDAY_EVENING = "sa3"
    SUNDAY_MORNING = "su1"
    SUNDAY_AFTERNOON = "su2"
    SUNDAY_EVENING = "su3"

    @property
    def weekday(self) -> int:
        """Monday is 0."""
        return list(Moment).index(self) // 3

    @property
    def part(self) -> int:
        """0 in the morning, 1 in the afternoon, 2 in the evening."""
        return list(Moment).index(self) % 3
