"""Writing the log: what happened and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from community.activity.models import Activity, PersonKey
from community.activity.verbs import CARRIES, Verb
from community.db import insert_once


class IncompleteActivity(Exception):
    """A writer left out what its verb must carry."""


def record(  # noqa: PLR0913  (one row, named)
    session: Session,
    verb: Verb,
    *,
    library_id: int,
    now: datetime,
    happened_at: datetime | None = None,
    branch_id: int | None = None,
    gathering_id: int | None = None,
    person_key: str | None = None,
    counted_as: str | None = None,
    quantity: int = 1,
    corrects_id: int | None = None,
    details: Mapping[str, object] | None = None,
) -> int:
    """Add one row, in the transaction of the change that it tells of; return its id."""
    row = {
        "verb": verb.value,
        "library_id": library_id,
        "happened_at": happened_at or now,
        "recorded_at": now,
        "branch_id": branch_id,
        "gathering_id": gathering_id,
        "person_key": person_key,
        "counted_as": counted_as,
        "quantity": quantity,
        "corrects_id": corrects_id,
        "details": dict(details or {}),
    }
    carries = CARRIES[verb]
    missing = {name for name in carries.columns if row[name] is None}
    missing |= carries.details - set(details or {})
    if missing:
        raise IncompleteActivity(f"{verb} without {', '.join(sorted(missing))}")
    return session.scalars(insert(Activity).values(row).returning(Activity.id)).one()


def person_key(session: Session, library_id: int, person_id: int) -> str:
    """The key under which the log of this library knows this person; made at first use."""
    key_of_person = select(PersonKey.key).where(
        PersonKey.library_id == library_id, PersonKey.person_id == person_id
    )
    if (known := session.scalar(key_of_person)) is not None:
        return known
    insert_once(session, PersonKey, key=token_hex(16), library_id=library_id, person_id=person_id)
    return session.scalars(key_of_person).one()
