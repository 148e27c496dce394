"""What the clock does for introductions: remind, end what nobody answered, ask what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from community.introductions import limits, queries, services
from community.introductions.models import Ending, Introduction, State
from community.register.models import EntryState


def remind(session: Session, *, now: datetime) -> None:
    """Once, who has not answered for a week."""
    for found in _due(session, queries.ids_introduced_before, now - limits.REMINDED_AFTER):
        for party in found.parties:
            if found.state is State.INTRODUCED and party.yes_at is None:
                services.owe_mail(session, party, "reminded", now=now)


def end_what_is_over(session: Session, *, now: datetime) -> None:
    """Nobody answered in time, what it was about is closed, or both told it or never will."""
    for found in _due(session, queries.ids_introduced_before, now - limits.ENDS_AFTER):
        if found.state is State.INTRODUCED:
            services.end(found, Ending.SILENCE, now)
    for found in _due(session, queries.ids_introduced_before, now):
        if found.state is State.INTRODUCED and any(
            entry.state in (EntryState.STOPPED, EntryState.EXPIRED) for entry in found.entries
        ):
            services.end(found, Ending.STOPPED, now)
    for found in _due(session, queries.ids_agreed_before, now - limits.DONE_AFTER):
        if found.is_running:
            services.end(found, Ending.DONE, now)


def ask_what_came(session: Session, *, now: datetime) -> None:
    """Once, of both, two weeks after they agreed."""
    for found in _due(session, queries.ids_agreed_before, now - limits.ASKED_AFTER):
        for party in found.parties:
            if found.is_running and party.told_at is None:
                services.owe_mail(session, party, "what_came", now=now)


def _due(
    session: Session, ids: Callable[[Session, datetime], Sequence[int]], moment: datetime
) -> list[Introduction]:
    """Each with its row locked, so that an answer of this second is seen."""
    return [queries.lock(session, None, each) for each in ids(session, moment)]
