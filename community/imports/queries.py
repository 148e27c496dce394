"""What the desk and the worker read of lists: where they come from, their versions, their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from community.errors import NotFound
from community.gatherings.models import Gathering
from community.imports.models import (
    DOES_SOMETHING,
    Imported,
    ImportRow,
    ImportRun,
    ImportSource,
    ImportStatus,
    Outcome,
)
from community.pages import how_many

#: What somebody has to go on with.
UNDER_WAY = (ImportStatus.READING, ImportStatus.APPLYING, ImportStatus.UNDOING)

PAGE_SIZE = 50

_ANEW = {"populate_existing": True}


def get_run(session: Session, library_id: int, run_id: int) -> ImportRun:
    found = find_run(session, library_id, run_id)
    if found is None:
        raise NotFound
    return found


def find_run(session: Session, library_id: int, run_id: int) -> ImportRun | None:
    return session.scalars(
        select(ImportRun)
        .where(ImportRun.library_id == library_id, ImportRun.id == run_id)
        .options(joinedload(ImportRun.source))
    ).one_or_none()


def lock_run(session: Session, library_id: int, run_id: int) -> ImportRun:
    """A version of a list with its source: nobody else takes over anything of that list now."""
    run = get_run(session, library_id, run_id)
    session.scalars(
        select(ImportSource).where(ImportSource.id == run.source_id).with_for_update()
    ).one()
    anew = select(ImportRun).where(ImportRun.id == run.id).with_for_update()
    return session.scalars(anew, execution_options=_ANEW).one()


def content_of(session: Session, run: ImportRun) -> bytes | None:
    """The file; None when it was read, and is not kept any more."""
    return session.scalar(select(ImportRun.content).where(ImportRun.id == run.id))


def size_of(session: Session, run: ImportRun) -> int:
    return session.scalar(select(func.length(ImportRun.content)).where(ImportRun.id == run.id)) or 0


def list_runs(session: Session, library_id: int, *, most: int = 20) -> Sequence[ImportRun]:
    """The latest versions, of whatever list."""
    return session.scalars(
        select(ImportRun)
        .where(ImportRun.library_id == library_id)
        .options(joinedload(ImportRun.source))
        .order_by(ImportRun.started_at.desc(), ImportRun.id.desc())
        .limit(most)
    ).all()


def unseen(library_id: int, _now: datetime) -> tuple[Select[Any], ...]:
    """What the clock took over, or could not, and nobody has looked at; for Today.

    How many, the first of them, and what its list is called.
    """
    waits = (
        ImportRun.library_id == library_id,
        ImportRun.automatic,
        ImportRun.seen_at.is_(None),
        ImportRun.status.in_((ImportStatus.APPLIED, ImportStatus.FAILED)),
    )
    first = select(func.min(ImportRun.id)).where(*waits)
    name = (
        select(ImportSource.name)
        .join(ImportRun, ImportRun.source_id == ImportSource.id)
        .where(ImportRun.id == first.scalar_subquery())
    )
    return select(func.count(ImportRun.id)).where(*waits), first, name


def list_waiting(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """Library and id of the versions with work for the worker."""
    rows = session.execute(
        select(ImportRun.library_id, ImportRun.id)
        .where(
            ImportRun.status.in_(UNDER_WAY),
            or_(ImportRun.busy_until.is_(None), ImportRun.busy_until <= now),
        )
        .order_by(ImportRun.id)
    )
    return [(library_id, run_id) for library_id, run_id in rows]


def list_sources(session: Session, library_id: int) -> Sequence[ImportSource]:
    return session.scalars(
        select(ImportSource)
        .where(ImportSource.library_id == library_id)
        .order_by(func.lower(ImportSource.name), ImportSource.id)
    ).all()


def get_source(session: Session, library_id: int, source_id: int) -> ImportSource:
    found = session.scalars(
        select(ImportSource).where(
            ImportSource.library_id == library_id, ImportSource.id == source_id
        ),
        execution_options=_ANEW,
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def has_runs(session: Session, source: ImportSource) -> bool:
    found = select(ImportRun.id).where(ImportRun.source_id == source.id)
    return session.scalars(found.limit(1)).first() is not None


def troubled(library_id: int, _now: datetime) -> tuple[Select[Any], ...]:
    """The lists that are read every day, and could not be the last time: how many, and one name."""
    waits = (
        ImportSource.library_id == library_id,
        ImportSource.daily,
        cast(ImportSource.trouble, Text) != "[]",
    )
    return (
        select(func.count(ImportSource.id)).where(*waits),
        select(func.min(ImportSource.name)).where(*waits),
    )


def list_due(session: Session, *, before: datetime) -> Sequence[tuple[int, int]]:
    """Library and id of the addresses to be read again."""
    rows = session.execute(
        select(ImportSource.library_id, ImportSource.id)
        .where(
            ImportSource.daily,
            or_(ImportSource.fetched_at.is_(None), ImportSource.fetched_at < before),
        )
        .order_by(ImportSource.id)
    )
    return [(library_id, source_id) for library_id, source_id in rows]


def find_source_of(session: Session, library_id: int, keys: Collection[str]) -> ImportSource | None:
    """The calendar that brought one of these before: a UID is one in the world."""
    return session.scalars(
        select(ImportSource)
        .join(Imported, Imported.source_id == ImportSource.id)
        .where(
            ImportSource.library_id == library_id,
            ImportSource.is_calendar,
            Imported.key.in_(keys),
        )
        .order_by(ImportSource.id)
        .limit(1)
    ).one_or_none()


def list_known(
    session: Session, library_id: int, source_id: int, keys: Collection[str]
) -> dict[str, Imported]:
    """What the list brought before under these keys, with the gatherings as they are now."""
    found = session.scalars(
        select(Imported)
        .where(
            Imported.library_id == library_id,
            Imported.source_id == source_id,
            Imported.key.in_(keys),
        )
        .options(
            joinedload(Imported.gathering).options(
                selectinload(Gathering.themes),
                selectinload(Gathering.hosts),
                joinedload(Gathering.room),
                joinedload(Gathering.booking),
            )
        ),
        execution_options=_ANEW,
    )
    return {each.key: each for each in found}


def list_own_uids(session: Session, library_id: int, uids: Collection[str]) -> set[str]:
    """Those that are gatherings of this library itself: its own agenda, come back to it."""
    return set(
        session.scalars(
            select(Gathering.uid).where(Gathering.library_id == library_id, Gathering.uid.in_(uids))
        )
    )


def count_gone(session: Session, run: ImportRun, *, now: datetime) -> int:
    """How much that is to come, and came from this list before, it does not have any more."""
    still_there = select(ImportRow.key).where(ImportRow.run_id == run.id)
    return session.scalars(
        select(func.count())
        .select_from(Imported)
        .join(Gathering, Gathering.id == Imported.gathering_id)
        .where(
            Imported.library_id == run.library_id,
            Imported.source_id == run.source_id,
            Gathering.starts_at > now,
            Imported.key.not_in(still_there),
        )
    ).one()


def outcomes(session: Session, run: ImportRun) -> dict[Outcome, int]:
    """How many rows come to what."""
    counted = session.execute(
        select(ImportRow.outcome, func.count().label("number"))
        .where(ImportRow.run_id == run.id)
        .group_by(ImportRow.outcome)
    )
    return {row.outcome: row.number for row in counted}


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some of the rows of a list; `number` counts from one."""

    items: Sequence[ImportRow]
    number: int
    pages: int

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def page_of_rows(
    session: Session, run: ImportRun, outcome: Outcome | None, *, total: int, number: int
) -> RowPage:
    """A page of rows: what is wrong first, then as they stand in the list."""
    rows = select(ImportRow).where(ImportRow.run_id == run.id)
    if outcome is not None:
        rows = rows.where(ImportRow.outcome == outcome)
    pages = how_many(total, PAGE_SIZE)
    number = min(max(1, number), pages)
    wrong_first = case((ImportRow.outcome == Outcome.WRONG, 0), else_=1)
    on_it = rows.order_by(wrong_first, ImportRow.position)
    found = session.scalars(on_it.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))
    return RowPage(found.all(), number, pages)


def list_batch(session: Session, run: ImportRun, *, after: int, most: int) -> Sequence[ImportRow]:
    """The next rows as they stand in the list."""
    return session.scalars(
        select(ImportRow)
        .where(ImportRow.run_id == run.id, ImportRow.position > after)
        .order_by(ImportRow.position)
        .limit(most)
    ).all()


def list_to_apply(
    session: Session, run: ImportRun, *, after: int, most: int
) -> Sequence[ImportRow]:
    """The next of what is to be done."""
    return session.scalars(
        select(ImportRow)
        .where(*_to_do(run), ImportRow.position > after)
        .order_by(ImportRow.position)
        .limit(most),
        execution_options=_ANEW,
    ).all()


def count_to_make(session: Session, run: ImportRun) -> int:
    """How many new gatherings it may bring."""
    wanted = select(func.count()).where(*_to_do(run), ImportRow.gathering_id.is_(None))
    return session.scalars(wanted).one()


def _to_do(run: ImportRun) -> list[ColumnElement[bool]]:
    return [
        ImportRow.run_id == run.id,
        ImportRow.outcome.in_(DOES_SOMETHING),
        ImportRow.is_done.is_(False),
    ]


def brought(session: Session, run: ImportRun) -> tuple[object, ...]:
    """As long as this is the same, so is all that is known of what this list brought."""
    return tuple(
        session.execute(
            select(func.count(), func.max(Imported.id), func.max(Imported.written_at)).where(
                Imported.library_id == run.library_id, Imported.source_id == run.source_id
            )
        ).one()
    )


def count_to_apply(session: Session, run: ImportRun) -> int:
    return sum(
        number for outcome, number in outcomes(session, run).items() if outcome in DOES_SOMETHING
    )


def count_done(session: Session, run: ImportRun) -> int:
    """How many rows are taken over, and not undone."""
    done = select(func.count()).where(ImportRow.run_id == run.id, ImportRow.is_done)
    return session.scalars(done).one()


def list_applied(
    session: Session, run: ImportRun, *, after: int = 0, most: int | None = None
) -> Sequence[ImportRow]:
    """What was taken over, with the gatherings, as it stands in the list."""
    return session.scalars(
        select(ImportRow)
        .where(
            ImportRow.run_id == run.id,
            ImportRow.is_done,
            ImportRow.gathering_id.is_not(None),
            ImportRow.position > after,
        )
        .options(joinedload(ImportRow.gathering))
        .order_by(ImportRow.position)
        .limit(most),
        execution_options=_ANEW,
    ).all()


def list_old(session: Session, *, before: datetime) -> Sequence[tuple[int, int]]:
    """Library and id of versions that began before a moment."""
    rows = session.execute(
        select(ImportRun.library_id, ImportRun.id)
        .where(ImportRun.started_at < before)
        .order_by(ImportRun.id)
    )
    return [(library_id, run_id) for library_id, run_id in rows]
