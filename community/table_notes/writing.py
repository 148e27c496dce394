"""What a table writes: kept as one types, laid on the table, changed and taken away.

A device says what a note is, not what to do with it. The state with the highest revision stands,
however often and in whatever order it comes in; nothing comes in twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from community.conversations.models import Kind
from community.db import changed_rows, insert_once, table_of
from community.errors import DomainError
from community.gatherings import hosting_queries
from community.gatherings.models import Gathering
from community.table_notes import queries, rules
from community.table_notes.models import TableNote, TableScreen, Via
from community.table_notes.queries import State

#: A table that is heard this often is not written down as heard each time.
HEARD_EVERY = timedelta(seconds=20)


class MayStillWrite(Protocol):
    """(session, library, gathering) `hold`: what it decides by stays so until the end."""

    def __call__(
        self, session: Session, library_id: int, gathering_id: int, /, *, hold: bool
    ) -> bool: ...


#: By room, whether what lay on the tables is not yet something that everybody reads.
_as_long_as: dict[str, MayStillWrite] = {}


def as_long_as(room: str, may_still_write: MayStillWrite) -> None:
    """Let a room that publishes what the tables wrote say when nothing is added any more."""
    _as_long_as[room] = may_still_write


class LetsGo(Protocol):
    def __call__(self, session: Session, note: TableNote, /, *, now: datetime) -> None: ...


#: What else lets go of a note that was taken away, by room.
_also: dict[str, LetsGo] = {}


def also_takes_away(room: str, let_go: LetsGo) -> None:
    """Let a room that took notes over hear that one was taken away, in that transaction."""
    _also[room] = let_go


@dataclass(frozen=True, slots=True)
class Thought:
    """A note as a device has it. Without words it is taken away."""

    once: str
    revision: int
    round_no: int
    kind: Kind
    text: str
    is_laid: bool
    at: datetime  #: When, by the clock of the device.


class Became(StrEnum):
    KEPT = "kept"
    OLD = "old"  #: We had this, or something later.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a thought; of an old one, how the note stands."""

    became: Became
    note: State | None = None
    refused: DomainError | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one table wrote on paper in one round."""

    table_no: int
    round_no: int
    lines: Sequence[tuple[Kind, str]]


def keep(
    session: Session,
    library_id: int,
    screen_id: int,
    thoughts: Sequence[Thought],
    *,
    now: datetime,
) -> list[Kept]:
    """One answer per thought, in their order. That one does not fit stops no other."""
    screen = queries.lock_screen(session, library_id, screen_id)
    screen.seen_at = now
    gathering = screen.gathering
    if rules.stands(gathering, now) is not rules.Stands.OPEN:
        return [Kept(Became.REFUSED, refused=rules.RoomIsClosed()) for _ in thoughts]
    return [_keep(session, gathering, screen.table_no, each, now) for each in thoughts]


def heard(session: Session, library_id: int, screen_id: int, *, now: datetime) -> None:
    """That a table is there: so that whoever leads it sees which one is not."""
    screen = queries.lock_screen(session, library_id, screen_id)
    if is_long_ago(screen, now=now):
        screen.seen_at = now


def is_long_ago(screen: TableScreen, *, now: datetime) -> bool:
    return screen.seen_at is None or now - screen.seen_at >= HEARD_EVERY


def type_over(
    session: Session,
    library_id: int,
    gathering_id: int,
    sheet: Sheet,
    *,
    once: str,
    now: datetime,
) -> int:
    """What a table wrote on paper lies on the table, as if it had been typed there. The same sheet
    sent twice is one sheet; how many notes there are of it."""
    gathering = hosting_queries.get(session, library_id, gathering_id)
    if not rules.can_have_room(gathering) or now >= gathering.ends_at + rules.KEPT:
        raise rules.NoRoomHere
    if screen := queries.find_screen(session, gathering, sheet.table_no):
        queries.lock_screen(session, library_id, screen.id)
    if not may_write_on(session, gathering, hold=True):
        raise rules.PaperIsOver
    there = queries.count_notes(session, gathering, sheet.table_no)
    for number, (kind, text) in enumerate(sheet.lines):
        mark = _mark(once, f"{number} {kind} {text}")
        if queries.find_state(session, gathering_id, mark):
            continue
        if there >= rules.MOST_NOTES:
            raise rules.TableIsFull
        there += _insert(
            session, gathering, sheet.table_no, Via.SHEET,
            Thought(mark, 1, sheet.round_no, kind, text, True, now), now,
        )  # fmt: skip
    return len(sheet.lines)


def may_write_on(session: Session, gathering: Gathering, *, hold: bool = False) -> bool:
    """Not when what was made of it is for everybody to read; then the notes are only read."""
    of = gathering.library_id, gathering.id
    return all(may(session, *of, hold=hold) for may in _as_long_as.values())


def lay(
    session: Session, library_id: int, gathering_id: int, note_id: int, *, now: datetime
) -> None:
    """Whoever leads it lays on the table what a table typed and left lying."""
    note = _note(session, library_id, gathering_id, note_id)
    if not may_write_on(session, note.gathering, hold=True):
        raise rules.PaperIsOver
    if note.removed_at is None and note.laid_at is None:
        note.laid_at = note.changed_at = now
        note.revision += 1


def take_away(
    session: Session, library_id: int, gathering_id: int, note_id: int, *, now: datetime
) -> None:
    """A note that names somebody, say: its words are gone, for its table as well."""
    note = _note(session, library_id, gathering_id, note_id)
    if note.removed_at is None:
        note.text, note.removed_at, note.changed_at = "", now, now
        note.revision += 1
        _let_go(session, note, now)


def _let_go(session: Session, note: TableNote, now: datetime) -> None:
    session.flush()
    for let_go in _also.values():
        let_go(session, note, now=now)


def _note(session: Session, library_id: int, gathering_id: int, note_id: int) -> TableNote:
    gathering = hosting_queries.get(session, library_id, gathering_id)
    note = queries.get_note(session, gathering, note_id)
    if screen := queries.find_screen(session, gathering, note.table_no):
        queries.lock_screen(session, library_id, screen.id)
    session.refresh(note)
    return note


def _keep(
    session: Session, gathering: Gathering, table_no: int, thought: Thought, now: datetime
) -> Kept:
    if _update(session, gathering, table_no, thought, now):
        if not thought.text and (gone := queries.find_note(session, gathering.id, thought.once)):
            _let_go(session, gone, now)
        return Kept(Became.KEPT)
    if found := queries.find_state(session, gathering.id, thought.once):
        # A mark of another table is nobody's to look at.
        return Kept(Became.OLD, found if found.table_no == table_no else None)
    if thought.text and queries.count_notes(session, gathering, table_no) >= rules.MOST_NOTES:
        return Kept(Became.REFUSED, refused=rules.TableIsFull())
    if _insert(session, gathering, table_no, Via.SCREEN, thought, now):
        return Kept(Became.KEPT)
    return Kept(Became.OLD, queries.find_state(session, gathering.id, thought.once))


def _update(
    session: Session, gathering: Gathering, table_no: int, thought: Thought, now: datetime
) -> bool:
    """Only a later state takes the place of what stands. What was laid stays laid."""
    rows = table_of(TableNote)
    laid_at = _when(gathering, thought, now) if thought.is_laid else None
    later = (
        update(rows)
        .where(
            rows.c.library_id == gathering.library_id,
            rows.c.gathering_id == gathering.id,
            rows.c.once == thought.once,
            rows.c.table_no == table_no,
            rows.c.revision < thought.revision,
        )
        .values(
            kind=thought.kind,
            text=thought.text,
            revision=thought.revision,
            changed_at=now,
            removed_at=None if thought.text else now,
            laid_at=func.coalesce(rows.c.laid_at, laid_at),
        )
    )
    return changed_rows(session, later) == 1


def _insert(
    session: Session,
    gathering: Gathering,
    table_no: int,
    via: Via,
    thought: Thought,
    now: datetime,
) -> bool:
    """Also without words: what was typed before it was taken away may come in later."""
    at = _when(gathering, thought, now)
    return insert_once(
        session, TableNote,
        library_id=gathering.library_id, gathering_id=gathering.id, table_no=table_no,
        round_no=thought.round_no, kind=thought.kind, text=thought.text, via=via,
        once=thought.once, revision=thought.revision, laid_at=at if thought.is_laid else None,
        written_at=at, changed_at=now, removed_at=None if thought.text else now,
    )  # fmt: skip


def _when(gathering: Gathering, thought: Thought, now: datetime) -> datetime:
    """What the device says, as far as it can be so: not before the room opened, not later on."""
    return min(max(thought.at, min(rules.opens_at(gathering), now)), now)


def _mark(once: str, of: str) -> str:
    return hashlib.sha256(f"{once} {of}".encode()).hexdigest()[:32]
