"""Making the files that take long, one at a time, and wiping those of a week ago."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from time import monotonic

from flask import current_app
from flask_babel import force_locale

from community import clock
from community.db import db, transaction
from community.exports import dump, lists, services, wishes
from community.exports.models import Export, Format, Kind
from community.exports.snapshots import reading
from community.web.sheets import Sheet, as_csv, as_xlsx

log = logging.getLogger("community.exports")

#: Seconds between two times that we say how far it is.
_TELL_EVERY = 1.0


def path_of(library_id: int, export_id: int, file_format: Format) -> Path:
    return _folder() / str(library_id) / f"{export_id}.{file_format}"


def _folder() -> Path:
    return Path(str(current_app.config["INSTANCE"])) / "exports"


def make_next(now: datetime) -> bool:
    """Make the file that waits longest; whether there was one."""
    with transaction() as tx:
        export = services.take_up(tx, now=now)
    if export is None:
        return False
    path = path_of(export.library_id, export.id, export.format)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(export, path, now)
    except Exception:
        log.exception("a file could not be made", extra={"facts": {"export": export.id}})
        with transaction() as tx:
            services.broke(tx, export.id, now=clock.now())
        return True
    with transaction() as tx:
        services.ready(tx, export.id, path.stat().st_size, now=clock.now())
    facts = {"export": export.id, "kind": export.kind, "library": export.library_id}
    log.info("a file was made", extra={"facts": {**facts, "by": export.made_by_id}})
    return True


def wipe_old(now: datetime) -> int:
    """Wipe what lay here for a week; how many."""
    with transaction() as tx:
        return _unlink(services.wipe(tx, now=now))


def wipe_of(library_ids: Collection[int]) -> int:
    """Wipe what lies here of these libraries: somebody in it was erased. How many."""
    with transaction() as tx:
        return _unlink(services.wipe_of(tx, library_ids))


def wipe_all() -> None:
    """After an older copy was put back: its rows know none of the files that lie here."""
    for path in _folder().glob("*/*"):
        path.unlink(missing_ok=True)


def _unlink(over: Sequence[Export]) -> int:
    """Once they are gone, the rows say so: a file that is left would lie on unseen."""
    for each in over:
        path_of(each.library_id, each.id, each.format).unlink(missing_ok=True)
    return len(over)


def _make(export: Export, path: Path, now: datetime) -> None:
    tell = _telling(export.id)
    if export.kind is Kind.EVERYTHING:
        instance = Path(str(current_app.config["INSTANCE"]))
        dump.write(path, db.engine, export.library_id, instance, now=now, progress=tell)
        return
    wish = wishes.read(export.wish)
    # A session of its own: how far it is, is told in the other one.
    with reading(db.engine) as session, force_locale(wish.language):
        which = wish.which(export.library_id, now)
        total = lists.count(session, export.kind, which)
        tell(0, total)
        sheet = lists.sheet(session, export.kind, which)
        _write(sheet, path, export.format, lambda done: tell(done, total))


def _write(sheet: Sheet, path: Path, file_format: Format, progress: Callable[[int], None]) -> None:
    """The file appears whole, or not at all."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        with fresh.open("wb") as file:
            if file_format is Format.XLSX:
                as_xlsx(sheet, file, progress)
            else:
                file.writelines(as_csv(sheet, progress))
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _telling(export_id: int) -> Callable[[int, int], None]:
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if monotonic() - last >= _TELL_EVERY or done == total:
            last = monotonic()
            with transaction() as tx:
                services.tell(tx, export_id, done, total, now=clock.now())

    return tell
