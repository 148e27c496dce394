"""How long wishes of a match round are kept, and that somebody was left out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.db import changed_rows
from community.keeping.rules import Rule, Words, keep
from community.match_rounds import making, queries
from community.match_rounds.models import MatchRound
from community.words import N_

#: As answers at sign-up.
WISHES = timedelta(days=183)


def forget(session: Session, now: datetime) -> int:
    """Who wanted what, and later the round; where somebody was placed is known until then."""
    wiped = 0
    for library_id, round_id in queries.list_old(session, before=now - WISHES):
        wiped += 1 + making.forget_wishes(session, queries.lock(session, library_id, round_id))
    old = MatchRound.closes_at < now - queries.COUNTS_FOR
    return wiped + changed_rows(session, delete(MatchRound).where(old))


RULE = Rule(
    name="match_rounds.wishes",
    order=42,
    words=Words(
        what=N_("What you would like in a match round, and when you cannot come"),
        why=N_("To divide the seats. Librarians of your library can see it."),
        how_long=N_("%(kept)s after the seats were divided; that you had no place %(counts)s."),
    ),
    periods={"kept": WISHES, "counts": queries.COUNTS_FOR},
    forget=forget,
)


def register(_app: object) -> None:
    keep(RULE)
