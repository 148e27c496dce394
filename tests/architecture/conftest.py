"""A house without a single table, for what is about building it; and one to walk through.

The walks knock on every door as everybody. The world that they find is made once for each worker
and database, and what an act changes there is undone.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from community.db import db
from tests.architecture.reading import written
from tests.architecture.world import Walk, World, a_world, known_by_heart
from tests.conftest import make_app
from tests.fresh import Fresh
from tests.moderation import things
from tests.postgres import Postgres
from tests.single_sign_on.provider import Provider, set_up

#: How every statement begins that leaves the world as it was.
ONLY_LOOKS = ("SELECT", "BEGIN", "PRAGMA")


@pytest.fixture
def bare_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bare.db'}"


@pytest.fixture
def bare_postgres_url(postgres_server: Postgres, worker_id: str) -> Iterator[str]:
    name = f"bare_{worker_id}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def bare_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    app = make_app(request.getfixturevalue(f"bare_{request.param}_url"), tmp_path / "instance")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_walk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("walk")
    full, used = folder / "full.db", folder / "used.db"
    shutil.copyfile(sqlite_template, full)
    world = _fill(f"sqlite:///{full}", folder)

    def put_back() -> None:
        for beside in ("-wal", "-shm"):
            used.with_name(used.name + beside).unlink(missing_ok=True)
        shutil.copyfile(full, used)

    return _walk(f"sqlite:///{used}", folder, world, put_back)


@pytest.fixture(scope="session")
def postgres_walk(
    postgres_server: Postgres,
    postgres_template: str,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[Walk]:
    folder, full = tmp_path_factory.mktemp("walk"), f"full_{worker_id}"
    world = _fill(postgres_server.create(full, template=postgres_template), folder)
    used = Fresh(postgres_server, f"walk_{worker_id}", full)
    yield _walk(used.url, folder, world, used.put_back)
    used.close()
    postgres_server.drop(full)


@pytest.fixture(params=["sqlite", "postgres"])
def walk(request: pytest.FixtureRequest) -> Iterator[Walk]:
    """The house with the world in it, as if nobody had been there yet."""
    made: Walk = request.getfixturevalue(f"{request.param}_walk")
    with made.app.app_context():
        made.undo()
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def changed(walk: Walk) -> Iterator[list[str]]:
    """The tables that were written to since the test began."""
    tables: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if table := written(statement):
            tables.append(table)

    event.listen(db.engine, "before_cursor_execute", note)
    yield tables
    event.remove(db.engine, "before_cursor_execute", note)


def _fill(url: str, folder: Path) -> World:
    app = make_app(url, folder)
    things.register(app)
    with app.app_context():
        world = a_world()
        for place in (world.here, world.elsewhere):
            set_up(place.library, Provider("http://127.0.0.1:9", "kring", "van hen"))
        known_by_heart(world, app)
        db.session.remove()
        db.engine.dispose()
    return world


def _walk(url: str, folder: Path, world: World, put_back: Callable[[], None]) -> Walk:
    """Most acts are refused before they change anything: after those there is nothing to undo."""
    changed = ["not as new yet"]

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().startswith(ONLY_LOOKS):
            changed.append(statement)

    def undo() -> None:
        db.session.remove()
        if changed:
            db.engine.dispose()
            put_back()
            changed.clear()

    app = make_app(url, folder)
    things.register(app)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    return Walk(app, world, undo, was_changed=lambda: bool(changed))
