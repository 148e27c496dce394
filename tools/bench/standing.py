"""Works out one library: how long it takes and what it holds. Run by `tools.bench.meetlat`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import select

from community import create_app
from community.clock import now
from community.db import db, session
from community.libraries.models import Library
from community.meetlat import standing
from tools.bench.load import row


def main(url: str, folder: str, until: date) -> None:
    app = create_app(
        {"DATABASE_URL": url, "INSTANCE": folder, "SECRET_KEY": "only for a measurement"}
    )
    with app.app_context():
        library_id = session().scalars(select(Library.id)).one()
        before, begun, worked = _peak(), perf_counter(), process_time()
        standing.work_out(library_id, until, now=now())
        took = f"{perf_counter() - begun:.1f} s ({process_time() - worked:.1f} s)"
        row("worked out afresh (of which this process worked)", took, "≤ 10 s")
        row("memory at its peak (with the house open)", f"{_peak()} MB ({before} MB)", "≤ 300 MB")
        db.engine.dispose()


def _peak() -> int:
    """In MB; `getrusage` would tell of the process that started this one as well."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) // 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], date.fromisoformat(sys.argv[3]))
