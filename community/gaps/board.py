"""The gap board: per theme what is asked and not offered, and what was heard outside about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from community.clock import local_day
from community.gaps import queries
from community.logbook import queries as logbook
from community.register.models import Entry
from community.topics.models import Theme

#: So long something that was said outside is alive; and so much of it is read here.
ALIVE = timedelta(days=92)
MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Unmet:
    """A request, and how many people said that they know something about it."""

    entry: Entry
    who_know: int


@dataclass(slots=True)
class Gap:
    """What is asked about one theme, or about none of ours."""

    theme: Theme | None
    unmet: list[Unmet] = field(default_factory=list)
    heard: int = 0
    said: Sequence[tuple[date, str]] = ()

    @property
    def title(self) -> str:
        """What a gathering about it could be called: the latest question, in its own words."""
        return self.unmet[0].entry.title if self.unmet else ""


def gaps(session: Session, library_id: int, *, now: datetime) -> list[Gap]:
    """Where most is asked first, and then where most was heard; a theme with neither is no gap."""
    found: dict[int | None, Gap] = {}
    entries = queries.list_unmet(session, library_id, now=now)
    known = queries.count_who_know(session, library_id, [entry.id for entry in entries])
    for entry in entries:
        theme = entry.themes[0] if entry.themes else None
        gap = found.setdefault(theme.id if theme else None, Gap(theme))
        gap.unmet.append(Unmet(entry, known.get(entry.id, 0)))
    today = local_day(now)
    for alive in logbook.list_alive(
        session, library_id, since=today - ALIVE, until=today, most=MOST_SAID
    ):
        number = alive.theme.id if alive.theme else None
        gap = found.setdefault(number, Gap(alive.theme))
        gap.heard, gap.said = alive.count, alive.said
    return sorted(found.values(), key=_order)


def _order(gap: Gap) -> tuple[int, int, int]:
    """Something else comes last of its equals."""
    return -len(gap.unmet), -gap.heard, gap.theme.position if gap.theme else 99
