"""Asking for a file, making it, taking it, and wiping it after a week."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from community.errors import DomainError, NotFound
from community.exports import queries
from community.exports.models import KEPT, Export, Format, Kind, State
from community.words import N_

#: Who works on a file says at least this often that they still do.
LEASE = timedelta(minutes=10)


class NotThisName(DomainError):
    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(N_("Type the name of the library exactly: %(name)s."), name=name)


def ask(
    session: Session,
    library_id: int,
    kind: Kind,
    file_format: Format,
    wish: dict[str, Any],
    *,
    by_id: int | None,
    now: datetime,
) -> Export:
    """Have a file made; the one that is on its way already is not made twice."""
    for stands, _person in queries.list_files(session, library_id):
        same = (stands.kind, stands.format, stands.wish) == (kind, file_format, wish)
        if same and stands.is_on_its_way and stands.made_by_id == by_id:
            return stands
    export = Export(
        library_id=library_id,
        made_by_id=by_id,
        kind=kind,
        format=file_format,
        wish=wish,
        made_at=now,
    )
    session.add(export)
    session.flush()
    return export


def ask_for_everything(
    session: Session, library_id: int, name: str, typed: str, *, by_id: int, now: datetime
) -> Export:
    """All that the library has; who asks types its name, because it is a lot to hand to anybody."""
    if typed.strip() != name:
        raise NotThisName(name)
    return ask(session, library_id, Kind.EVERYTHING, Format.ZIP, {}, by_id=by_id, now=now)


def take_up(session: Session, *, now: datetime) -> Export | None:
    """The next file to make, which is ours as long as we say so."""
    number = queries.find_due(session, now=now)
    if number is None:
        return None
    export = session.get(Export, number, with_for_update=True, populate_existing=True)
    if export is None or not export.is_on_its_way or (export.leased_until or now) > now:
        return None
    export.state, export.done = State.BUSY, 0
    export.leased_until = now + LEASE
    return export


def tell(session: Session, export_id: int, done: int, total: int, *, now: datetime) -> None:
    """How far it is; and that somebody still works on it."""
    export = session.get_one(Export, export_id)
    export.done, export.total, export.leased_until = done, total, now + LEASE


def ready(session: Session, export_id: int, size: int, *, now: datetime) -> None:
    export = session.get_one(Export, export_id)
    export.state, export.size, export.finished_at = State.READY, size, now
    export.done = export.total


def broke(session: Session, export_id: int, *, now: datetime) -> None:
    export = session.get_one(Export, export_id)
    export.state, export.finished_at = State.BROKEN, now


def take(session: Session, library_id: int, export_id: int, *, by_id: int, now: datetime) -> Export:
    """Hand out a file, and keep who took it and when, also after it is wiped."""
    export = queries.get(session, library_id, export_id)
    if export.state is not State.READY or (export.wiped_at or now) <= now:
        raise NotFound
    export.taken_by_id, export.taken_at = by_id, now
    export.times_taken += 1
    return export


def wipe_of(session: Session, library_ids: Collection[int]) -> Sequence[Export]:
    """Those of these libraries that lie here, before their time: somebody in them was erased."""
    lying = queries.list_lying(session, library_ids)
    for export in lying:
        export.state = State.WIPED
    return lying


def wipe(session: Session, *, now: datetime) -> Sequence[Export]:
    """Those that lay here long enough; their files go after this."""
    over = queries.list_to_wipe(session, before=now - KEPT)
    for export in over:
        export.state = State.WIPED
    return over
