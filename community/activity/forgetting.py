"""How long the log knows by a random number who it was; the one change its triggers let through."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from community.activity.models import Activity, PersonKey
from community.db import table_of, write_later
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

KEPT = timedelta(days=730)
_PORTION = 5_000

_KEY = PersonKey.person_id == bindparam("who")
_UNTIE = (
    update(table_of(Activity))
    .where(table_of(Activity).c.person_key.in_(select(PersonKey.key).where(_KEY)))
    .values(person_key=None),
    delete(table_of(PersonKey)).where(_KEY),
)


def untie(session: Session, person_id: int) -> None:
    """Nobody can tell any more whom the rows are about; after all that this change has to tell."""
    for statement in _UNTIE:
        write_later(session, statement, who=person_id)


RULE = Rule(
    name="activity.numbers",
    order=80,
    words=Words(
        what=N_("A log of what happened: that somebody signed up, came or left"),
        why=N_("To count. It has a random number instead of your name."),
        how_long=N_(
            "The number is removed after %(kept)s, or when you have your data erased; the "
            "counts stay."
        ),
    ),
    periods={"kept": KEPT},
    forget=wiping(
        lambda now: (
            update(Activity)
            .where(
                Activity.id.in_(
                    select(Activity.id)
                    .where(Activity.person_key.is_not(None), Activity.happened_at < now - KEPT)
                    .limit(_PORTION)
                )
            )
            .values(person_key=None)
        )
    ),
)


def register(_app: object) -> None:
    keep(RULE)
