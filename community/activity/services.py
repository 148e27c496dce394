"""Writing the log: what happened and when."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from community import numbering
from community.activity.models import Activity, PersonKey
from community.activity.verbs import CARRIES, Verb
from community.db import insert_once, insert_once_later, table_of, write_later

# Built once: these stand in the path of every sign-up, and building costs more than running.
_ADD = insert(table_of(Activity)).returning(Activity.id)
_NOTE = (
    insert(table_of(Activity))
    .values(
        person_key=select(PersonKey.key)
        .where(
            PersonKey.library_id == bindparam("known_in"),
            PersonKey.person_id == bindparam("whose"),
        )
        .scalar_subquery()
    )
    .inline()
)
_KEY_OF = select(PersonKey.key).where(
    PersonKey.library_id == bindparam("library_id"), PersonKey.person_id == bindparam("person_id")
)


class IncompleteActivity(Exception):
    """A writer left out what its verb must carry."""


class Facts(TypedDict, total=False):
    """What a row can tell, besides its verb."""

    library_id: Required[int]
    now: Required[datetime]
    happened_at: datetime
    branch_id: int | None
    gathering_id: int | None
    partner_id: int | None
    person_key: str | None
    counted_as: str | None
    quantity: int
    corrects_id: int | None
    details: Mapping[str, object]


def record(session: Session, verb: Verb, **facts: Unpack[Facts]) -> int:
    """Add one row, in the transaction of the change that it tells of; return its id."""
    row = complete(verb, **facts)
    made: int = session.scalars(_ADD, row).one()
    return made


def record_all(session: Session, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Add many rows that `complete` made; their ids, in the order of the rows.

    The numbers are taken first: short statements, which give no numbers back, go in three times as
    fast.
    """
    if not rows:
        return []
    numbers = numbering.take(session, Activity, len(rows))
    numbered = [{**row, "id": number} for row, number in zip(rows, numbers, strict=True)]
    session.execute(insert(table_of(Activity)), numbered)
    return numbers


def note(session: Session, verb: Verb, *, whose: int | None, **facts: Unpack[Facts]) -> None:
    """Add one row about the person with id `whose`, or nobody, at the end of the transaction."""
    row = complete(verb, **facts)
    del row["person_key"]
    library_id = facts["library_id"]
    if whose is not None:
        insert_once_later(
            session, PersonKey, key=token_hex(16), library_id=library_id, person_id=whose
        )
    write_later(session, _NOTE, **row, whose=whose, known_in=library_id)


def complete(verb: Verb, **facts: Unpack[Facts]) -> dict[str, Any]:
    """The row as the table takes it; refuses one that lacks what its verb must carry."""
    now = facts["now"]
    row: dict[str, Any] = {
        "verb": verb.value,
        "library_id": facts["library_id"],
        "happened_at": facts.get("happened_at", now),
        "recorded_at": now,
        "branch_id": facts.get("branch_id"),
        "gathering_id": facts.get("gathering_id"),
        "partner_id": facts.get("partner_id"),
        "person_key": facts.get("person_key"),
        "counted_as": facts.get("counted_as"),
        "quantity": facts.get("quantity", 1),
        "corrects_id": facts.get("corrects_id"),
        "details": dict(facts.get("details", {})),
    }
    carries = CARRIES[verb]
    missing = {name for name in carries.columns if row[name] is None}
    missing |= carries.details - row["details"].keys()
    if missing:
        raise IncompleteActivity(f"{verb} without {', '.join(sorted(missing))}")
    return row


def person_key(session: Session, library_id: int, person_id: int) -> str:
    """The key under which the log of this library knows this person; made at first use.

    Looked for first: an upsert would lock the key of who is known, and two gatherings that promote
    the same people in another order would wait for each other.
    """
    whose = {"library_id": library_id, "person_id": person_id}
    if (known := session.scalar(_KEY_OF, whose)) is not None:
        return known
    fresh = token_hex(16)
    made = insert_once(session, PersonKey, key=fresh, **whose)
    return fresh if made else session.scalars(_KEY_OF, whose).one()


def person_keys(session: Session, library_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """The keys of many people at once, as `person_key` gives one."""
    of_them = select(PersonKey.person_id, PersonKey.key).where(
        PersonKey.library_id == library_id, PersonKey.person_id.in_(person_ids)
    )
    known = {person_id: key for person_id, key in session.execute(of_them)}  # noqa: C416
    fresh = sorted(set(person_ids) - known.keys())
    return known | {each: person_key(session, library_id, each) for each in fresh}
