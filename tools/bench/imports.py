"""A programme of 1,000 activities: read, held against the rules and staged."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import flask_migrate

from community.clock import now
from community.db import db, transaction
from community.imports import queries, staging
from tests.conftest import make_app
from tests.factories import a_library
from tests.imports.lists import a_row, a_sheet, begun
from tools.bench.load import heading, row
from tools.bench.pages import counted

ROWS = 1_000


def run(name: str, database_url: str, folder: Path) -> None:
    """Seconds and statements from the file to the preview."""
    app = make_app(database_url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        a_library()
        content = a_sheet(*(a_row(f"Activiteit {each}", str(each)) for each in range(ROWS)))
        brought = begun(content)
        with counted(app) as statements:
            began = perf_counter()
            staging.read(transaction, brought.library_id, brought.id, now=now())
            took = perf_counter() - began
        staged = queries.get_run(db.session(), brought.library_id, brought.id)
        if staged.staged != ROWS:
            raise SystemExit("not every row was staged")
        heading(f"Bringing in a list on {name} ({ROWS:,} rows of CSV, {len(content) // 1024} kB)")
        row("read, judged and staged", f"{took:.2f} s", "≤ 5 s")
        row("statements", str(len(statements)), "≤ 60")
        db.session.remove()
        db.engine.dispose()
