"""A copy of an older house is put back in a newer one, whatever is there."""

from __future__ import annotations

import flask_migrate
import sqlalchemy as sa

from community.accounts.models import Person
from community.backups import tables
from community.db import Base, db, session
from community.libraries.models import Library
from tests import factories
from tests.architecture.planting import plant
from tests.architecture.test_migrations import assert_the_log_is_append_only, differences
from tests.backups.houses import copy, put_back
from tests.conftest import make_app

OLD = "0030"


def test_an_older_copy_is_built_as_it_was_and_brought_up_to_date(database_url, tmp_path):
    old = make_app(f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "old")
    file = tmp_path / "old.tar.gz"
    with old.app_context():
        flask_migrate.upgrade(revision=OLD)
        with db.engine.begin() as connection:
            plant(connection, {"library", "person"})
        copy(old, file)
        db.engine.dispose()
    new = make_app(database_url, tmp_path / "new")
    with new.app_context():
        factories.a_librarian()
        head = _step()
        put_back(file, over=True)
        assert _step() == head != OLD
        addresses = session().scalars(sa.select(Person.email)).all()
        assert set(addresses) == {"noor@example.org", "gerda@example.org"}
        assert session().scalars(sa.select(Library.slug)).all() == ["slug"]
        assert differences(Base.metadata) == []
        assert_the_log_is_append_only()
        db.session.remove()
        db.engine.dispose()


def _step() -> str | None:
    with db.engine.connect() as connection:
        return tables.step_of(connection)
