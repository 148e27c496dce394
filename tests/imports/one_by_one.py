"""Taking a list over row by row, by the verbs of what is typed in; and what a library holds then.

What a list does at once has to come to the same as this, to the letter of the log and the mails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from community.activity.models import Activity
from community.bookings.models import Booking
from community.db import transaction
from community.gatherings import calendar_items, hosting
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import CalendarItem, Gathering, SignUp
from community.imports import judging, planning, queries
from community.imports.models import Imported, ImportRow, ImportRun, ImportStatus, Outcome
from community.initiatives import services as initiatives
from community.initiatives.models import Initiation
from community.initiatives.services import Who
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox.models import OutboxMail
from community.partners import joining
from community.partners.joining import Brought
from community.partners.models import Partnership


def one_by_one(run: ImportRun, at: datetime) -> None:
    with transaction() as tx:
        run = queries.get_run(tx, run.library_id, run.id)
        judge = judging.judge_of(tx, run, now=at)
        rows = queries.list_to_apply(tx, run, after=0, most=1000)
        for row, verdict in zip(rows, list(judge.judge(rows)), strict=True):
            _take_over(tx, run, row, verdict, at)
            row.is_done = True
        run.status, run.applied_at = ImportStatus.APPLIED, at


def _take_over(tx: Session, run: ImportRun, row: ImportRow, verdict: Any, at: datetime) -> None:
    hand, known, draft = Hand(None, base_url(), at), verdict.known, verdict.draft
    if verdict.outcome is Outcome.NEW:
        row.gathering = _create(tx, run, draft, hand)
        known = Imported(library_id=run.library_id, source_id=run.source_id, key=row.key)
        known.gathering, known.written_at = row.gathering, at
        tx.add(known)
    elif verdict.outcome is Outcome.CHANGED:
        changes = {name: getattr(draft, name) for name in verdict.changes}
        wanted = replace(verdict.before, **changes)
        hosting.edit(tx, run.library_id, known.gathering_id, wanted, hand)
    else:
        hosting.cancel(tx, run.library_id, known.gathering_id, planning.CALLED_OFF, hand)
    if verdict.outcome is not Outcome.CANCELLED:
        known.draft = row.draft
    known.written_at = at


def _create(tx: Session, run: ImportRun, draft: Any, hand: Any) -> Gathering:
    choices, library_id = run.source.choices, run.library_id
    gathering = hosting.create(tx, library_id, draft, hand)
    if choices.partner_id:
        joining.join(tx, library_id, gathering.id, choices.partner_id, Brought(), now=hand.now)
        who = Who(kind=draft.initiator, partner_id=choices.partner_id)
        initiatives.name_initiator(
            tx, library_id, gathering.id, who, by_id=None, now=hand.now, ask=False
        )
    if choices.publish:
        hosting.publish(tx, library_id, gathering.id, hand)
    return gathering


# ─── what a library holds ───

#: What says nothing, or is another at every turn.
_BY_CHANCE = {
    *("id", "library_id", "uid", "invitation_salt", "salt", "key", "message_id", "person_key"),
    *("inputs_hash", "run_id", "source_id", "recorded_at"),
}


def holdings(session: Session, library: Library) -> dict[str, list[dict[str, Any]]]:
    """All that taking over may write, in its order, told without the numbers of its rows."""
    names = {Gathering: _numbered(session, library, Gathering)}
    return {
        model.__tablename__: [
            _told(session, library, row, names[Gathering]) for row in _rows(session, library, model)
        ]
        for model in (
            Gathering, Booking, CalendarItem, SignUp, Activity, OutboxMail, Partnership,
            Initiation, Imported, ImportRow,
        )
    }  # fmt: skip


def _rows(session: Session, library: Library, model: Any) -> Iterator[Any]:
    rows = select(model).execution_options(populate_existing=True)
    if model is CalendarItem:
        mine = select(Gathering.id).where(Gathering.library_id == library.id)
        rows = rows.where(model.gathering_id.in_(mine)).order_by(model.gathering_id, model.language)
    elif model is Booking:
        rows = rows.where(model.library_id == library.id).order_by(
            model.starts_at, model.room_id, model.what
        )
    else:
        rows = rows.where(model.library_id == library.id).order_by(model.id)
    yield from session.scalars(rows)


def _numbered(session: Session, library: Library, model: Any) -> dict[int, int]:
    ids = session.scalars(select(model.id).where(model.library_id == library.id).order_by(model.id))
    return {number: place for place, number in enumerate(ids)}


def _told(session: Session, library: Library, row: Any, places: dict[int, int]) -> dict[str, Any]:
    told = {
        each.key: getattr(row, each.key)
        for each in inspect(type(row)).column_attrs
        if each.key not in _BY_CHANCE and not each.key.endswith("_id")
    }
    if "gathering_id" in row.__mapper__.columns:
        told["gathering"] = places.get(row.gathering_id)
    match row:
        case Gathering():
            told["themes"] = [theme.slug for theme in row.themes]
            told["where"] = (row.branch and row.branch.name, row.room and row.room.name)
            told["booked"] = row.booking and (row.booking.room.name, row.booking.starts_at)
        case Booking():
            told["room"] = row.room.name
        case CalendarItem():
            told["body"] = _anywhere(
                row.body, session.get_one(Gathering, row.gathering_id), library
            )
            assert _is_as_it_should_be(session, row)
        case OutboxMail() | SignUp():
            told["whose"] = row.person_id
    for name in told.keys() & {"context", "details", "draft", "before"}:
        told[name] = _without_numbers(told[name])
    return told


def _without_numbers(kept: Any) -> Any:
    numbered = ("_id", "_ids", "organisation")
    return kept and {name: value for name, value in kept.items() if not name.endswith(numbered)}


def _is_as_it_should_be(session: Session, item: CalendarItem) -> bool:
    gathering = session.get_one(Gathering, item.gathering_id)
    told = (gathering.id, item.language, item.inputs_hash)
    return told in calendar_items.hashes(gathering, base_url())


def _anywhere(body: bytes, gathering: Gathering, library: Library) -> str:
    unfolded = re.sub("\r\n[ \t]", "", body.decode())
    for own in (gathering.uid, f"/{library.slug}/agenda/{gathering.id}", library.name):
        unfolded = unfolded.replace(own, "…")
    return unfolded
