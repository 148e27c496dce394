"""What of a gathering is the same whenever it takes place: all of it, but the date.

Pure: no session. What is kept follows the fields of `GatheringDraft`: whatever is a moment there
falls away, and a field that is added later needs nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, get_args, get_type_hints

from community.clock import LOCAL, NoSuchLocalTime, from_local, local
from community.gatherings.drafts import GatheringDraft
from community.gatherings.kinds import KIND_FACTS
from community.plain import NotPlain, from_plain, to_plain


def _is_moment(hint: object) -> bool:
    return datetime in (hint, *get_args(hint))


_HINTS = get_type_hints(GatheringDraft)
#: What a template leaves out, and what each date of a series has of its own.
MOMENTS = frozenset(each.name for each in fields(GatheringDraft) if _is_moment(_HINTS[each.name]))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A gathering without its date: at which time of the day, how long, and the rest as JSON."""

    starts: time
    lasts: timedelta  #: On the clock.
    rest: dict[str, Any]

    def on(self, day: date) -> GatheringDraft:
        """The gathering as it would be that day; at a time that the clock skips, an hour later."""
        try:
            starts_at = from_local(day, self.starts)
        except NoSuchLocalTime:
            later = datetime.combine(day, self.starts) + timedelta(hours=1)
            starts_at = from_local(later.date(), later.time())
        ends = local(starts_at).replace(tzinfo=None) + self.lasts
        ends_at = ends.replace(tzinfo=LOCAL).astimezone(starts_at.tzinfo)
        moments = {"starts_at": to_plain(starts_at), "ends_at": to_plain(ends_at)}
        return from_plain(GatheringDraft, {**self.rest, **moments})


def pattern_of(draft: GatheringDraft) -> Pattern:
    """What stays of a draft when its date falls away."""
    starts, ends = (
        local(moment).replace(tzinfo=None)
        for moment in (draft.starts_at, draft.ends_at or draft.starts_at + _usual(draft))
    )
    rest = {name: value for name, value in to_plain(draft).items() if name not in MOMENTS}
    return Pattern(starts.time(), ends - starts, rest)


def kept(pattern: Pattern) -> dict[str, Any]:
    """A pattern as it is kept."""
    return {
        "starts": pattern.starts.isoformat(),
        "minutes": pattern.lasts // timedelta(minutes=1),
        "rest": pattern.rest,
    }


def read(content: Any) -> Pattern:
    """A pattern as it was kept; checked, because what is kept outlives who wrote it."""
    try:
        starts = time.fromisoformat(content["starts"])
        pattern = Pattern(starts, timedelta(minutes=content["minutes"]), dict(content["rest"]))
        pattern.on(date(2000, 1, 1))
    except (KeyError, TypeError, ValueError) as error:
        raise NotPlain(f"this is no template: {error}") from error
    return pattern


def _usual(draft: GatheringDraft) -> timedelta:
    return timedelta(minutes=KIND_FACTS[draft.kind].minutes)
