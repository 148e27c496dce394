"""The one time zone of the calendars, and how a moment is written in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Timezone

from community.clock import LOCAL, local, local_day

#: Written by hand: `add_missing_timezones()` makes lists of RDATE, which Outlook ignores, with a
#: comment that libical refuses and a spring change that is one hour off.
VTIMEZONE = Timezone.from_ical(
    "\r\n".join(
        (
            "BEGIN:VTIMEZONE",
            f"TZID:{LOCAL.key}",
            "BEGIN:DAYLIGHT",
            "DTSTART:19810329T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0200",
            "TZNAME:CEST",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:19961027T030000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            "TZOFFSETFROM:+0200",
            "TZOFFSETTO:+0100",
            "TZNAME:CET",
            "END:STANDARD",
            "END:VTIMEZONE",
            "",
        )
    )
)


def in_double_hour(moment: datetime) -> bool:
    """Whether the clock shows the time of `moment` twice that night, in October."""
    wall = local(moment).replace(tzinfo=None)
    first, second = (wall.replace(tzinfo=LOCAL, fold=fold).utcoffset() for fold in (0, 1))
    return first != second


def written_times(starts_at: datetime, ends_at: datetime, *, all_day: bool) -> tuple[date, date]:
    """DTSTART and DTEND: local time, or dates, or UTC when local time would say two things.

    iCalendar has no way to tell the second 02.30 of the night in October from the first.
    """
    if all_day:
        last = local_day(ends_at - timedelta(microseconds=1))
        return local_day(starts_at), last + timedelta(days=1)
    if in_double_hour(starts_at) or in_double_hour(ends_at):
        return starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    return local(starts_at), local(ends_at)
