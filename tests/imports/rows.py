"""Rows of this room for tests that need them to be there, as rows: nothing is read."""

from __future__ import annotations

from community.clock import now
from community.imports.models import FileKind, ImportRun, ImportSource, ImportStatus
from community.libraries.models import Library
from tests.factories import saved, the_library


def a_source(name: str = "Programma", library: Library | None = None, **fields) -> ImportSource:
    given = {"is_calendar": False, "chosen": {}, "created_at": now(), **fields}
    return saved(ImportSource(library_id=(library or the_library()).id, name=name, **given))


def a_run(
    source: ImportSource | None = None, library: Library | None = None, **fields
) -> ImportRun:
    source = source or a_source(library=library)
    given = {"kind": FileKind.CSV, "status": ImportStatus.READY, "started_at": now(), **fields}
    return saved(ImportRun(library_id=source.library_id, source_id=source.id, **given))
