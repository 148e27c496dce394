"""Answers that were given once are asked anew after two years: until then they are kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from community.arrivals import queries, standing
from community.keeping.rules import Rule, Words, keep
from community.words import N_


def forget(session: Session, now: datetime) -> int:
    """The consent ends with them: whoever is asked again says yes again."""
    over = queries.list_over(session, now - standing.HOLDS_FOR)
    for library_id, person_id in over:
        standing.forget(session, library_id, person_id, now=now)
    return len(over)


RULE = Rule(
    name="arrivals.standing",
    order=33,
    words=Words(
        what=N_("Three answers that are counted whenever you come in"),
        why=N_("So that nobody has to ask you at the door. Only if you said yes to that."),
        how_long=N_("Until you withdraw it, and at most %(kept)s."),
    ),
    periods={"kept": standing.HOLDS_FOR},
    forget=forget,
)


def register(_app: object) -> None:
    keep(RULE)
