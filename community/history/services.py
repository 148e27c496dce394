"""Taking in gatherings of the past: as they would stand here had they been held with Kenniskring.

Taking in the same lines again changes nothing. A line that says something else corrects what the
earlier one said: the gathering itself, and the log by rows that name what they put right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from community.db import table_of
from community.gatherings.finding import search_text
from community.gatherings.kinds import KIND_FACTS, SignUpMode
from community.gatherings.models import Gathering, GatheringStatus
from community.history import attending, beside, log_rows, names, queries
from community.history.attending import Held
from community.history.check_ins import CheckIn
from community.history.lines import Past
from community.history.log_rows import Teller, Told
from community.history.models import PastGathering
from community.history.names import Names
from community.libraries import queries as libraries
from community.libraries import versions


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes it in, when, and with which secret a code is made unreadable."""

    by_id: int | None
    host: str  #: Of this installation, as a calendar names it.
    secret: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What taking in came to."""

    added: int = 0
    changed: int = 0
    same: int = 0
    came: int = 0
    undone: int = 0
    partners: int = 0
    teams: int = 0
    series: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(
            getattr(self, name) + getattr(other, name) for name in Outcome.__slots__
        ))  # fmt: skip


def put_in(
    session: Session,
    library_id: int,
    lines: Sequence[Past],
    came: Mapping[str, Sequence[CheckIn]],
    hand: Hand,
) -> Outcome:
    """Take in some lines, with the check-ins of those that the other list knows."""
    libraries.take_turn(session, library_id)
    known = names.known(session, library_id)
    names.make(session, library_id, lines, known, hand.now)
    stand = queries.by_key(session, library_id, [line.key for line in lines])
    fresh = [line for line in lines if line.key not in stand]
    changed = [
        line for line in lines if line.key in stand and stand[line.key].digest != line.digest
    ]
    told = _change(session, changed, stand, known, hand)
    ids = {one.gathering_id for one in told}
    told += _add(session, library_id, fresh, known, hand)
    if told:
        latest = queries.latest_rows(session, library_id, ids) if ids else {}
        log_rows.tell(session, told, latest, Teller(library_id, known, hand.now))
        beside.settle(session, library_id, told, ids, known, by_id=hand.by_id, now=hand.now)
        _remember(session, library_id, told, ids)
        versions.pages_changed(session, library_id)
    gathering_of = {key: row.gathering_id for key, row in stand.items()}
    gathering_of |= {one.past.key: one.gathering_id for one in told}
    held = [
        (Held(gathering_of[line.key], line.branch_id, line.starts_at, line.ends_at), came[line.key])
        for line in lines
        if line.key in came
    ]
    seen = attending.note(session, library_id, held, secret=hand.secret, now=hand.now)
    return Outcome(
        added=len(fresh),
        changed=len(changed),
        same=len(lines) - len(fresh) - len(changed),
        came=seen.came,
        undone=seen.undone,
        **known.new,
    )


def _add(
    session: Session, library_id: int, lines: Sequence[Past], known: Names, hand: Hand
) -> list[Told]:
    if not lines:
        return []
    rows = [
        {
            **_columns(line, known, hand),
            "library_id": library_id,
            "uid": f"{uuid4()}@{hand.host}",
            "sign_up_mode": SignUpMode.NONE,
            "open_to_non_members": KIND_FACTS[line.kind].open_to_non_members,
            "status": GatheringStatus.CLOSED,
            "created_by_id": hand.by_id,
            "created_at": hand.now,
        }
        for line in lines
    ]
    statement = insert(Gathering).returning(table_of(Gathering).c.id, sort_by_parameter_order=True)
    ids = session.scalars(statement, rows).all()
    return [Told(number, line, line.digest, {}) for number, line in zip(ids, lines, strict=True)]


def _change(
    session: Session,
    lines: Sequence[Past],
    stand: Mapping[str, PastGathering],
    known: Names,
    hand: Hand,
) -> list[Told]:
    """Who confirmed that it was their idea stays who began it, whatever a list says."""
    if not lines:
        return []
    sure = queries.confirmed_initiators(session, [stand[line.key].gathering_id for line in lines])
    told = []
    for line in lines:
        before = stand[line.key]
        initiator = sure.get(before.gathering_id, line.initiator)
        logged = {subject: (number, digest) for subject, (number, digest) in before.logged.items()}
        past = replace(line, initiator=initiator)
        told.append(Told(before.gathering_id, past, line.digest, logged))
    session.execute(
        update(Gathering),
        [{**_columns(one.past, known, hand), "id": one.gathering_id} for one in told],
    )
    return told


def _columns(line: Past, known: Names, hand: Hand) -> dict[str, Any]:
    """What a line says of the gathering itself."""
    branch = known.branch_of[line.branch_id] if line.branch_id else None
    themes = [known.theme_of[number] for number in line.theme_ids]
    return {
        "title": line.title,
        "kind": line.kind,
        "branch_id": line.branch_id,
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
        "mode": line.mode,
        "core_function": line.core_function,
        "audience": line.audience,
        "initiator": line.initiator,
        "head_count": line.heads,
        "head_count_estimated": line.estimated,
        "published_at": line.starts_at,
        "revised_at": hand.now,
        "revised_by_id": hand.by_id,
        "search_text": search_text(line.title, "", "", branch, None, themes),
    }


def _remember(session: Session, library_id: int, told: Sequence[Told], known: set[int]) -> None:
    """Which line became which gathering, and what of it stands in the log."""
    rows = [
        {
            "gathering_id": one.gathering_id,
            "library_id": library_id,
            "key": one.past.key,
            "digest": one.digest,
            "logged": one.logged,
        }
        for one in told
    ]
    if new := [row for row in rows if row["gathering_id"] not in known]:
        session.execute(insert(table_of(PastGathering)), new)
    if old := [row for row in rows if row["gathering_id"] in known]:
        session.execute(update(PastGathering), old)
