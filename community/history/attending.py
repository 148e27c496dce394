"""Who was at the gatherings of a list, as the door would have noted them: no name, only a key.

What an earlier list said and this one does not is undone; what is different is undone and noted
again. Somebody whom the library knows has the key they have in the log; anybody else has one of
their own. What is older than the log keeps people, is counted without anybody's key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.services import complete
from community.activity.verbs import Verb
from community.db import table_of
from community.gatherings.attendance import Via
from community.gatherings.models import Attendance
from community.history import queries
from community.history.check_ins import CheckIn
from community.history.models import PastPerson
from community.history.queries import Noted

#: So long the log knows who was somewhere.
KEPT = timedelta(days=730)
#: A statement has room for so many values.
_AT_ONCE = 500

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A gathering that people were at."""

    gathering_id: int
    branch_id: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """How many came in and how many were undone."""

    came: int = 0
    undone: int = 0


def note(
    session: Session,
    library_id: int,
    lists: Sequence[tuple[Held, Sequence[CheckIn]]],
    *,
    secret: str,
    now: datetime,
) -> Seen:
    """Bring what is noted at these gatherings to what the list says."""
    if not lists:
        return Seen()
    known = _keys(session, library_id, {c.person for _, came in lists for c in came}, secret)
    held_of = {held.gathering_id: held for held, _ in lists}
    wanted: dict[tuple[int, str], Row] = {}
    for held, came in lists:
        remembers = held.starts_at > now - KEPT
        for one in came:
            mark = _mark(secret, f"at:{library_id}:{held.gathering_id}", one.person)
            key = known[one.person] if remembers else None
            wanted[held.gathering_id, mark] = _check_in(library_id, held, one, key, now)
    stand = {(row.gathering_id, row.key): row for row in queries.list_noted(session, held_of)}
    gone = [
        row
        for place, row in stand.items()
        if row.is_here and not (place in wanted and _is_same(row, wanted[place]))
    ]
    _undo(session, library_id, gone, held_of, now)
    new = [
        place
        for place, row in wanted.items()
        if not (place in stand and stand[place].is_here and _is_same(stand[place], row))
    ]
    rows = [wanted[place] for place in new]
    numbers = activity.record_all(session, rows)
    _keep(session, list(zip(new, rows, numbers, strict=True)), stand, now)
    return Seen(len(new), len(gone))


def _check_in(library_id: int, held: Held, one: CheckIn, key: str | None, now: datetime) -> Row:
    return complete(
        Verb.ATTENDANCE_CHECKED_IN,
        library_id=library_id,
        branch_id=held.branch_id,
        gathering_id=held.gathering_id,
        person_key=key,
        counted_as=one.counted_as,
        happened_at=held.starts_at + timedelta(minutes=one.minutes),
        now=now,
        details={
            "minutes_from_start": one.minutes,
            "duration": (held.ends_at - held.starts_at) // timedelta(minutes=1),
            "via": Via.IMPORTED.value,
            "first_time": None,
            "age_class": None,
            "pc4": None,
        },
    )


def _is_same(noted: Noted, row: Row) -> bool:
    """Whose it is does not count: who became known since stays who they were in the log."""
    return (noted.happened_at, noted.counted_as, noted.details) == (
        row["happened_at"],
        row["counted_as"],
        row["details"],
    )


def _undo(
    session: Session,
    library_id: int,
    gone: Sequence[Noted],
    held_of: Mapping[int, Held],
    now: datetime,
) -> None:
    activity.record_all(session, [
        complete(
            Verb.ATTENDANCE_UNDONE,
            library_id=library_id,
            branch_id=held_of[row.gathering_id].branch_id,
            gathering_id=row.gathering_id,
            person_key=row.person_key,
            corrects_id=row.activity_id,
            happened_at=row.happened_at,
            now=now,
        )
        for row in gone
    ])  # fmt: skip
    if gone:
        undone = [{"id": row.attendance_id, "undone_at": now, "noted_at": now} for row in gone]
        session.execute(update(Attendance), undone)


def _keep(
    session: Session,
    noted: Sequence[tuple[tuple[int, str], Row, int]],
    stand: Mapping[tuple[int, str], Noted],
    now: datetime,
) -> None:
    """The rows of who is here: one per person and gathering, whatever became of an earlier one."""
    fresh, again = [], []
    for (gathering_id, key), row, number in noted:
        said = {
            "activity_id": number,
            "checked_in_at": row["happened_at"],
            "noted_at": now,
            "undone_at": None,
        }
        if found := stand.get((gathering_id, key)):
            again.append({**said, "id": found.attendance_id})
        else:
            of = {"library_id": row["library_id"], "gathering_id": gathering_id, "key": key}
            fresh.append({**said, **of, "sign_up_id": None, "name": "", "people": 1})
    if fresh:
        session.execute(insert(table_of(Attendance)), fresh)
    if again:
        session.execute(update(Attendance), again)


# ─── whose key it is ───


def _keys(
    session: Session, library_id: int, people: Collection[str], secret: str
) -> dict[str, str]:
    """The key in the log of each; made where there is none, and kept under what cannot be read."""
    found: dict[str, str] = {}
    marks = {_mark(secret, f"past:{library_id}", person): person for person in people}
    for some in _parts(sorted(marks)):
        marked = queries.list_marked(session, library_id, some)
        found |= {marks[mark]: key for mark, key in marked.items()}
    addresses = sorted(person for person in people if "@" in person and person not in found)
    for some in _parts(addresses):
        members = queries.list_members_with(session, library_id, some)
        keys = activity.person_keys(session, library_id, set(members.values()))
        found |= {address: keys[number] for address, number in members.items()}
    strangers = sorted(mark for mark, person in marks.items() if person not in found)
    for some in _parts(strangers):
        fresh = [{"library_id": library_id, "mark": mark, "key": token_hex(16)} for mark in some]
        session.execute(insert(table_of(PastPerson)), fresh)
        found |= {marks[str(row["mark"])]: str(row["key"]) for row in fresh}
    return found


def _mark(secret: str, of: str, person: str) -> str:
    """The same for the same person, and no way back: a list of addresses to try needs the key."""
    digest = hmac.new(secret.encode(), f"{of}:{person}".encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


def _parts(whole: Sequence[str]) -> list[Sequence[str]]:
    return [whole[start : start + _AT_ONCE] for start in range(0, len(whole), _AT_ONCE)]
