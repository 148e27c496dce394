"""Whose a promise was is known for a year after it is settled; what was said of it goes too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from community.db import changed_rows
from community.keeping.rules import Rule, Words, keep
from community.promises import agreed, clock_queries
from community.promises.models import Promise, PromiseChange, State
from community.words import N_


def forget(session: Session, now: datetime) -> int:
    """What nobody answered for a year is let go; of what was settled a year ago the name goes."""
    still_open = clock_queries.list_forgotten(session, now=now)
    for promise in session.scalars(select(Promise).where(Promise.id.in_(still_open))):
        promise.state, promise.settled_at = State.LET_GO, now
    session.flush()
    past = clock_queries.past(now)
    steps = delete(PromiseChange).where(
        PromiseChange.promise_id.in_(select(Promise.id).where(past))
    )
    names = (
        update(Promise)
        .where(past, Promise.person_id.is_not(None))
        .values(person_id=None, words="", is_named=False)
    )
    named = select(Promise.library_id, Promise.person_id).where(past, Promise.is_named)
    whose = session.execute(named.distinct()).all()
    rows = changed_rows(session, steps) + changed_rows(session, names)
    for library_id, person_id in whose:
        agreed.follow(session, library_id, person_id, now=now)
    return rows


RULE = Rule(
    name="promises.whose",
    order=55,
    words=Words(
        what=N_("What you promised to do at a conversation, and how it is going"),
        why=N_(
            "To ask how it is going. People who were there can read your first name, once you "
            "said yes to it."
        ),
        how_long=N_("Your name until %(kept)s after it was done or let go."),
    ),
    periods={"kept": clock_queries.KEPT_FOR},
    forget=forget,
)


def register(_app: object) -> None:
    keep(RULE)
