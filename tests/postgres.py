"""A PostgreSQL of our own for one test run, from PyPI: no server on the machine is needed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

#: The run's folder, made by the process that starts the run and inherited by its workers.
FOLDER = "KENNISKRING_TEST_FOLDER"

#: Nothing of a test run has to survive a power cut.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off")


def open_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kenniskring-"))
    # As root, the server runs as a user of its own, who has to get in.
    folder.chmod(0o755)
    (folder / "run").mkdir(mode=0o700)
    (folder / "templates").mkdir()
    os.environ[FOLDER] = str(folder)
    return folder


def the_folder() -> Path:
    return Path(os.environ[FOLDER])


def close_folder(folder: Path) -> None:
    """Stop the server, if any test started it, and leave nothing behind."""
    note = folder / "data" / "postmaster.pid"
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int(note.read_text().split()[0]), signal.SIGQUIT)  # At once, without tidying.
        give_up = time.monotonic() + 5
        while note.exists() and time.monotonic() < give_up:
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """The server of this run; whichever worker comes first starts it, in about a second."""

    def __init__(self, *, in_haste: bool = True) -> None:
        folder = the_folder()
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
        try:
            # Reads XDG_RUNTIME_DIR when it is imported, and keeps its locks there.
            from pgserver.postgres_server import get_server
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before
        server = get_server(folder / "data", cleanup_mode=None)
        self.socket = server.get_postmaster_info().socket_dir
        self._admin = psycopg.connect(
            f"host={self.socket} user=postgres dbname=postgres", autocommit=True
        )
        for setting in HASTE if in_haste else ():
            self._admin.execute(f"ALTER SYSTEM SET {setting}")
        self._admin.execute("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

    def create(self, name: str, *, template: str | None = None) -> str:
        """Make a database, empty or as a copy of `template`; return its address."""
        how: sql.Composable
        if template is None:
            # In the C locale Cyrillic has no letters, hence no trigrams.
            how = sql.SQL("template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
        else:
            how = sql.SQL("{} STRATEGY file_copy").format(sql.Identifier(template))
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), how)
        )
        return self.url(name)

    def drop(self, name: str) -> None:
        self._admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def close(self) -> None:
        self._admin.close()
