"""A PostgreSQL of our own for one test run, from PyPI: no server on the machine is needed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

import psycopg
from psycopg import sql

#: The run's folder, made by the process that starts the run and inherited by its workers.
FOLDER = "KENNISKRING_TEST_FOLDER"

#: A hundred people at once in one worker, and as many in the other.
CHAIRS = ("max_connections = 300",)
#: As the operator's guide says: else what stands in a refused row is in the server's log.
TERSE = ("log_error_verbosity = terse",)
#: Nothing of a test run has to survive a power cut.
HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off")

#: Connections to one database that stay open between tests.
MOST_STAYING = 5


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


def furnished(
    make_folder: Callable[[Any], None], settings: tuple[str, ...]
) -> Callable[[Any], None]:
    """Make the server's folder and write our settings there; some count only from the start on."""

    def make(server: Any) -> None:
        make_folder(server)
        conf = Path(server.pgdata) / "postgresql.conf"
        if settings[0] not in conf.read_text():
            with conf.open("a") as text:
                text.write("".join(f"{setting}\n" for setting in settings))

    return make


class Staying(psycopg.Connection[Any]):
    """A connection that whoever closes it leaves to the next one who opens one.

    To the server a new one is a process, which learns every table anew: more work than a test.
    """

    waiting: ClassVar[defaultdict[str, list[Staying]]] = defaultdict(list)
    database: str

    @classmethod
    def to(cls, database: str, address: str) -> Staying:
        while cls.waiting[database]:
            one = cls.waiting[database].pop()
            with suppress(psycopg.Error):  # Else the server ended it: it dropped its database, say.
                one.execute("SELECT 1")
                one.rollback()
                return one
            psycopg.Connection.close(one)
        made = cls.connect(address)
        made.database = database
        return made

    def close(self) -> None:
        if self.closed or self.broken or len(self.waiting[self.database]) == MOST_STAYING:
            super().close()
            return
        with suppress(psycopg.Error):
            self.rollback()
            self.autocommit, self.isolation_level = False, None
            self.cursor_factory = psycopg.Cursor
            self._notice_handlers.clear()
            self.waiting[self.database].append(self)

    @classmethod
    def end(cls, database: str) -> None:
        for one in cls.waiting.pop(database, []):
            psycopg.Connection.close(one)


class Postgres:
    """The server of this run; whichever worker comes first starts it, in about a second."""

    def __init__(self, *, in_haste: bool = True) -> None:
        folder = the_folder()
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
        try:
            # Reads XDG_RUNTIME_DIR when it is imported, and keeps its locks there.
            from pgserver.postgres_server import PostgresServer, get_server
        finally:
            if before is None:
                del os.environ["XDG_RUNTIME_DIR"]
            else:
                os.environ["XDG_RUNTIME_DIR"] = before
        settings = (*CHAIRS, *TERSE, *(HASTE if in_haste else ()))
        with patch.object(
            PostgresServer,
            "ensure_pgdata_inited",
            furnished(PostgresServer.ensure_pgdata_inited, settings),
        ):
            server = get_server(folder / "data", cleanup_mode=None)
        postmaster = server.get_postmaster_info()
        self.socket, self.pid = postmaster.socket_dir, postmaster.pid
        self._admin = psycopg.connect(
            f"host={self.socket} user=postgres dbname=postgres", autocommit=True
        )

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

    def create(self, name: str, *, template: str | None = None) -> str:
        """Make a database, empty or as a copy of `template`; return its address."""
        how: sql.Composable
        if template is not None:
            Staying.end(template)  # It is copied when nobody is in it.
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
        Staying.end(name)
        self._admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def close(self) -> None:
        for database in list(Staying.waiting):
            Staying.end(database)
        self._admin.close()
