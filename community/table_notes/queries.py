"""What is read of tables, their notes and the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from community import tokens
from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringHost, SignUp, SignUpStatus
from community.table_notes.models import RoundClock, TableNote, TableScreen
from community.table_notes.rules import KEPT

#: What the token of a table is made for.
PURPOSE = "table-screen"


@dataclass(frozen=True, slots=True)
class Mark:
    """By which is known whether something changed: how many notes, how often, and when last."""

    notes: int
    changes: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class State:
    """How a note stands."""

    table_no: int
    revision: int
    text: str


# ─── the screens ───


def token_of(screen: TableScreen, *, key: str) -> str:
    return tokens.derive(key, PURPOSE, screen.id, screen.salt)


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> TableScreen:
    number = tokens.row_id(token)
    found = session.scalars(
        select(TableScreen)
        .where(TableScreen.id == number, TableScreen.library_id == library_id)
        .options(joinedload(TableScreen.gathering))
    ).one_or_none()
    if found is None or not tokens.matches(token, key, PURPOSE, found.id, found.salt):
        raise NotFound
    return found


def list_screens(session: Session, gathering: Gathering) -> Sequence[TableScreen]:
    return session.scalars(
        select(TableScreen)
        .where(
            TableScreen.library_id == gathering.library_id,
            TableScreen.gathering_id == gathering.id,
        )
        .order_by(TableScreen.table_no)
    ).all()


def find_screen(session: Session, gathering: Gathering, table_no: int) -> TableScreen | None:
    return session.scalars(
        select(TableScreen).where(
            TableScreen.library_id == gathering.library_id,
            TableScreen.gathering_id == gathering.id,
            TableScreen.table_no == table_no,
        )
    ).one_or_none()


def lock_screen(session: Session, library_id: int, screen_id: int) -> TableScreen:
    """Held until the end: of one table one thing is written at a time."""
    found = session.scalars(
        select(TableScreen)
        .where(TableScreen.library_id == library_id, TableScreen.id == screen_id)
        .with_for_update(of=TableScreen)
        .options(joinedload(TableScreen.gathering))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


# ─── the clock ───


def find_clock(session: Session, gathering: Gathering) -> RoundClock | None:
    return session.scalars(
        select(RoundClock).where(
            RoundClock.library_id == gathering.library_id,
            RoundClock.gathering_id == gathering.id,
        )
    ).one_or_none()


def lock_clock(session: Session, gathering: Gathering) -> RoundClock:
    return session.scalars(
        select(RoundClock)
        .where(
            RoundClock.library_id == gathering.library_id,
            RoundClock.gathering_id == gathering.id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


# ─── the notes ───


def list_laid(
    session: Session, gathering: Gathering, *, table_no: int | None = None
) -> Sequence[TableNote]:
    """What lies on the tables, or on one; the newest first."""
    return _listed(session, gathering, TableNote.laid_at.is_not(None), table_no)


def list_in_hand(session: Session, gathering: Gathering) -> Sequence[TableNote]:
    """What somebody typed and did not lay on the table."""
    return _listed(session, gathering, TableNote.laid_at.is_(None), None)


def get_note(session: Session, gathering: Gathering, note_id: int) -> TableNote:
    found = session.scalars(
        select(TableNote).where(
            TableNote.library_id == gathering.library_id,
            TableNote.gathering_id == gathering.id,
            TableNote.id == note_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_note(session: Session, gathering_id: int, once: str) -> TableNote | None:
    return session.scalars(
        select(TableNote)
        .where(TableNote.gathering_id == gathering_id, TableNote.once == once)
        .execution_options(populate_existing=True)
    ).one_or_none()


def find_state(session: Session, gathering_id: int, once: str) -> State | None:
    """As columns: what a session keeps of a note is not what a statement made of it since."""
    found = session.execute(
        select(TableNote.table_no, TableNote.revision, TableNote.text).where(
            TableNote.gathering_id == gathering_id, TableNote.once == once
        )
    ).one_or_none()
    return State(*found) if found else None


def count_notes(session: Session, gathering: Gathering, table_no: int) -> int:
    return session.scalars(
        select(func.count(TableNote.id)).where(
            TableNote.library_id == gathering.library_id,
            TableNote.gathering_id == gathering.id,
            TableNote.table_no == table_no,
            TableNote.removed_at.is_(None),
        )
    ).one()


def mark_of(session: Session, gathering: Gathering, *, table_no: int | None = None) -> Mark:
    """Cheap enough to ask every few seconds."""
    asked = select(
        func.count(TableNote.id), func.sum(TableNote.revision), func.max(TableNote.changed_at)
    ).where(*_of(gathering, table_no))
    if table_no is not None:
        asked = asked.where(TableNote.laid_at.is_not(None))
    notes, changes, last_at = session.execute(asked).one()
    return Mark(notes, changes or 0, last_at)


def _listed(
    session: Session, gathering: Gathering, such: ColumnElement[bool], table_no: int | None
) -> Sequence[TableNote]:
    return session.scalars(
        select(TableNote)
        .where(*_of(gathering, table_no), TableNote.removed_at.is_(None), such)
        .order_by(
            func.coalesce(TableNote.laid_at, TableNote.changed_at).desc(), TableNote.id.desc()
        )
    ).all()


def _of(gathering: Gathering, table_no: int | None) -> tuple[ColumnElement[bool], ...]:
    here = (
        TableNote.library_id == gathering.library_id,
        TableNote.gathering_id == gathering.id,
    )
    return here if table_no is None else (*here, TableNote.table_no == table_no)


# ─── who may read them ───


def was_there(session: Session, gathering: Gathering, person_id: int) -> bool:
    """Whether somebody has a place in it, or receives the others."""
    has_place = exists().where(
        SignUp.gathering_id == gathering.id,
        SignUp.person_id == person_id,
        SignUp.status == SignUpStatus.CONFIRMED,
    )
    receives = exists().where(
        GatheringHost.gathering_id == gathering.id, GatheringHost.person_id == person_id
    )
    return bool(session.scalar(select(or_(has_place, receives))))


def by_table(notes: Sequence[TableNote]) -> Mapping[int, list[TableNote]]:
    """In the order of the rounds, as they were laid."""
    found: dict[int, list[TableNote]] = {}
    for note in sorted(notes, key=lambda note: (note.table_no, note.round_no, note.laid_at)):
        found.setdefault(note.table_no, []).append(note)
    return found


# ─── what is kept no longer ───


def past(now: datetime) -> Select[int]:
    """Gatherings of which nothing of the tables is kept; of what is sensitive nothing ever is."""
    return select(Gathering.id).where(or_(Gathering.ends_at < now - KEPT, Gathering.is_sensitive))
