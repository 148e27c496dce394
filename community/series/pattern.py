"""What the dates of a series have in common: a gathering as it would be filled in, without its day.

Kept as JSON. When signing up opens and closes is kept as so long before it begins, on the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from community.clock import LOCAL, local
from community.gatherings.drafts import GatheringDraft
from community.gatherings.patterns import MOMENTS
from community.plain import from_plain, to_plain

_WINDOW = {"opens_before": "sign_up_opens_at", "closes_before": "sign_up_closes_at"}

Pattern = dict[str, Any]


def pattern_of(draft: GatheringDraft) -> Pattern:
    """The draft without its day."""
    kept = {name: value for name, value in to_plain(draft).items() if name not in MOMENTS}
    for name, of in _WINDOW.items():
        moment = getattr(draft, of)
        kept[name] = None if moment is None else _minutes_before(draft.starts_at, moment)
    return kept


def draft_on(pattern: Mapping[str, Any], starts_at: datetime, ends_at: datetime) -> GatheringDraft:
    """The pattern on a day. A field that an older pattern lacks has its own default."""
    window = {
        of: _before(starts_at, pattern[name])
        for name, of in _WINDOW.items()
        if pattern.get(name) is not None
    }
    moments = {"starts_at": starts_at, "ends_at": ends_at, **window}
    plain = {name: to_plain(moment) for name, moment in moments.items()}
    return from_plain(GatheringDraft, {**pattern, **plain})


def _minutes_before(starts_at: datetime, moment: datetime) -> int:
    clock, earlier = (local(each).replace(tzinfo=None) for each in (starts_at, moment))
    return (clock - earlier) // timedelta(minutes=1)


def _before(starts_at: datetime, minutes: int) -> datetime:
    """So long before on the clock; a time that the clock skips is an hour later."""
    naive = local(starts_at).replace(tzinfo=None) - timedelta(minutes=minutes)
    return naive.replace(tzinfo=LOCAL).astimezone(starts_at.tzinfo)
