"""Undoing what a list brought and changed, as far as nobody touched it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings import drafts, hosting, seats
from community.gatherings.hosting_rules import Hand
from community.gatherings.models import Gathering, GatheringStatus
from community.imports import queries
from community.imports.applying import PIECE
from community.imports.models import Imported, ImportRow, ImportRun, ImportStatus, Outcome
from community.plain import to_plain
from community.words import N_

TOUCHED = N_("Somebody changed it since.")
HAS_PEOPLE = N_("People have signed up.")
IS_OVER = N_("It has begun, or it is over.")
STAYS_CANCELLED = N_("It was called off, and people heard so.")


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """What undoing does not touch, and why."""

    gathering: Gathering
    why: str


def ask(session: Session, library_id: int, run_id: int) -> ImportRun:
    """Have it undone. Doing so twice changes nothing."""
    run = queries.lock_run(session, library_id, run_id)
    if run.status is ImportStatus.APPLIED:
        run.status = ImportStatus.UNDOING
    return run


def undo_piece(
    session: Session, library_id: int, run_id: int, hand: Hand, *, after: int
) -> int | None:
    """Undo the next rows, from the gathering `after` on; where to go on, None when it is done.

    What was new goes; what was changed becomes what it was, and people hear of that as always.
    """
    run = queries.lock_run(session, library_id, run_id)
    if run.status is not ImportStatus.UNDOING:
        return None
    rows = queries.list_applied(session, run, after=after, most=PIECE)
    last = rows[-1].gathering_id if rows else None
    for row, known, why in _looked_at(session, run, rows, hand.now):
        if known is not None and why is None:
            _undo_row(session, row, known, hand)
    if len(rows) < PIECE:
        run.status, run.undone_at, last = ImportStatus.UNDONE, hand.now, None
    session.flush()
    return last


def would_leave(session: Session, run: ImportRun, *, now: datetime) -> list[LeftAlone]:
    """What undoing it now would not touch."""
    rows = queries.list_applied(session, run)
    looked_at = _looked_at(session, run, rows, now)
    return [
        LeftAlone(row.gathering, why) for row, _known, why in looked_at if why and row.gathering
    ]


def _looked_at(
    session: Session, run: ImportRun, rows: Sequence[ImportRow], now: datetime
) -> list[tuple[ImportRow, Imported | None, str | None]]:
    """Each row with what is known of it, and why it is not undone."""
    keys = [row.key for row in rows]
    known = queries.list_known(session, run.library_id, run.source_id, keys)
    ids = [row.gathering_id for row in rows if row.gathering_id]
    with_people = queries.list_signed_up(session, ids)
    return [
        (row, known.get(row.key), _why_not(row, known.get(row.key), with_people, now))
        for row in rows
    ]


def _undo_row(session: Session, row: ImportRow, known: Imported, hand: Hand) -> None:
    gathering = seats.lock(session, row.gathering_id or 0, row.library_id)
    row.is_done = False
    if row.outcome is Outcome.NEW:
        session.delete(known)
        if gathering.status is GatheringStatus.PUBLISHED:
            hosting.unpublish(session, row.library_id, gathering.id, hand)
        hosting.discard(session, row.library_id, gathering.id)
        session.flush()
        return
    was = row.was
    if was is not None:
        new = {name: getattr(was, name) for name in row.changes}
        draft = replace(drafts.draft_of(gathering), **new)
        changed, _told = hosting.edit(session, row.library_id, gathering.id, draft, hand)
        known.draft = to_plain(replace(known.said, **new))
        known.written_at = changed.revised_at


def _why_not(
    row: ImportRow, known: Imported | None, with_people: set[int], now: datetime
) -> str | None:
    """Why a row is not undone; None: it is, or there is nothing left to undo."""
    gathering = row.gathering
    if gathering is None or known is None:
        return None
    if row.outcome is Outcome.CANCELLED:
        return STAYS_CANCELLED
    if gathering.revised_at != known.written_at:
        return TOUCHED
    if gathering.has_begun(now) and gathering.status is not GatheringStatus.DRAFT:
        return IS_OVER
    if row.outcome is Outcome.NEW and gathering.id in with_people:
        return HAS_PEOPLE
    return None
