"""What all workers of a run find made: a migrated database, a whole town."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable

from community.db import db
from tests.postgres import the_folder


def once(name: str, make: Callable[[], None]) -> None:
    """Whoever needs it first makes it, while who needs it too waits; what failed is made again."""
    made = the_folder() / f"{name}.made"
    with made.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not made.exists():
            make()
            made.touch()


def leave() -> None:
    """Go out of the house's database, so that it can be copied; a file of SQLite in one piece."""
    url = db.engine.url
    db.session.remove()
    db.engine.dispose()
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(str(url.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
