"""A librarian at her desk, and a look at what the database is asked."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from community.db import db
from tests.factories import a_librarian, the_library


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


@pytest.fixture
def queries(app):
    """`with queries() as asked`: the statements of what happens inside."""

    @contextmanager
    def watching():
        asked = []

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return watching
