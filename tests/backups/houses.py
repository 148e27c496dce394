"""A house with something in every corner of it, and what it answers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask

from community.backups import archive, copying, feeds, putting_back, rows, tables
from community.backups.archive import Manifest
from community.backups.settling import Settled
from community.clock import now
from community.db import db, session, transaction
from community.pictures.encoding import Encoded
from community.pictures.storage import keep
from community.search import index
from community.search.hits import Document
from tests import factories
from tests.architecture.test_migrations import log_something
from tests.conftest import signed_in

KEY = "only for tests"
AWKWARD = "Tab\there, \\N, back\\slash,\nnew line,\r\n‘Ünïcode’ \u2028 and 😀"
#: Which SQLite writes behind every second, and PostgreSQL behind none.
NOUGHTS = re.compile(rb"(:\d\d(?:\.\d*[1-9])?)\.?0*(?=[+\t\n])")


def fill(app: Flask) -> None:
    """With every sign in it that a line of text could trip over."""
    library = factories.a_library()
    gathering = factories.a_gathering("Repair Café", summary=AWKWARD, library=library)
    noor = factories.a_host_of(gathering, "Noor")
    factories.a_mail(factories.a_sign_up(gathering, noor, question=AWKWARD))
    signed_in(app, noor)
    picture = factories.a_picture(library, alt=AWKWARD)
    keep(instance_of(app), library.id, Encoded(picture.digest, 1600, 900, {400: b"\x00\\N\n"}))
    log_something(library.id)
    with transaction() as tx:
        index.put(tx, library.id, "offer", 1, Document(AWKWARD, "fietsen maken"))


def instance_of(app: Flask) -> Path:
    return Path(app.config["INSTANCE"])


def copy(app: Flask, path: Path) -> Manifest:
    return copying.copy(path, db.engine, instance_of(app), KEY, now=now())


def put_back(path: Path, **how: Any) -> Settled | None:
    return putting_back.put_back(path, archive.check(path, KEY), now=now(), **how)


def all_rows() -> dict[str, bytes]:
    """All that stands in all tables, said alike for both engines."""
    with db.engine.connect() as connection:
        return {
            table.name: NOUGHTS.sub(rb"\1", b"".join(rows.lines(connection, table)))
            for table in tables.read_all(connection)
        }


def answers(app: Flask) -> dict[str, str]:
    """Of every feed; a token that opens nothing would answer 404."""
    db.session.rollback()
    given = {address: feeds.read(app, address) for address in feeds.addresses(app)}
    assert given
    assert all(said.startswith("200 ") for said in given.values()), given
    return given


def finds(words: str) -> int:
    """How often search finds it, by its trigrams."""
    return len(index.search(session(), factories.the_library().id, "offer", words))
