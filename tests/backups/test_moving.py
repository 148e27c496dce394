"""The house moves to another engine and back, and nobody outside notices."""

from __future__ import annotations

import pytest

from community.backups import moving
from community.backups.restoring import PeopleLiveHere
from community.clock import now
from community.db import db
from tests import factories
from tests.architecture.test_migrations import assert_the_log_is_append_only
from tests.backups.houses import all_rows, answers, fill, finds
from tests.conftest import make_app


def test_to_the_other_engine_and_back_with_the_same_rows_and_feeds(
    sqlite_url, postgres_url, tmp_path
):
    on_sqlite, on_postgres = (
        make_app(url, tmp_path / "instance") for url in (sqlite_url, postgres_url)
    )
    with on_sqlite.app_context():
        fill(on_sqlite)
        stood, answered = all_rows(), answers(on_sqlite)
        moved = moving.move(postgres_url, now=now())
        assert (moved.unlike, moved.feeds) == ([], len(answered))
        assert list((tmp_path / "instance").glob("moving*")) == []
        with pytest.raises(PeopleLiveHere):
            moving.move(postgres_url, now=now())
        db.engine.dispose()
    with on_postgres.app_context():
        assert all_rows() == stood
        assert answers(on_postgres) == answered
        assert finds("fietsen") == 1
        assert_the_log_is_append_only()
        ours = factories.a_person("Who came by later").id
        (tmp_path / "community.db").unlink()
        moved = moving.move(sqlite_url, now=now())
        assert moved.unlike == []
        there = all_rows()
        db.session.remove()
        db.engine.dispose()
    with on_sqlite.app_context():
        assert all_rows() == there
        assert finds("fietsen") == 1
        assert factories.a_person("The next").id > ours
        db.session.remove()
        db.engine.dispose()
