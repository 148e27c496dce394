"""All that a library has, and nothing of anybody else, and nothing that opens a door."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from community.clock import now
from community.db import Base, db, session
from community.exports import dump, scope
from community.pictures import storage
from community.pictures.encoding import Encoded
from tests.architecture.world import a_world
from tests.conftest import make_app
from tests.factories import a_librarian, a_library
from tests.postgres import Postgres

DIGEST = "a" * 64


@dataclass(frozen=True)
class Dumped:
    """What a library took along out of a house with two, and who is who there."""

    app: Flask
    files: dict[str, bytes]
    here: int
    elsewhere: int
    known: set[int]
    strangers: set[int]
    code: str

    def rows(self, table: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.files[f"tables/{table}.jsonl"].splitlines()]


@pytest.fixture(params=["sqlite", "postgres"])
def dumped(request: pytest.FixtureRequest) -> Dumped:
    """Once for all tests of a worker, which only look at it: filling a world takes seconds.

    Not once in a module: a worker that takes over tests of another may come back to an engine,
    and would fill the same database again.
    """
    made: Dumped = request.getfixturevalue(f"{request.param}_dump")
    return made


@pytest.fixture(scope="session")
def sqlite_dump(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Dumped:
    folder = tmp_path_factory.mktemp("dumped")
    path = folder / "community.db"
    shutil.copyfile(sqlite_template, path)
    return fill_and_dump(f"sqlite:///{path}", folder)


@pytest.fixture(scope="session")
def postgres_dump(
    postgres_server: Postgres,
    postgres_template: str,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
) -> Iterator[Dumped]:
    name = f"dumped_{worker_id}"
    url = postgres_server.create(name, template=postgres_template)
    made = fill_and_dump(url, tmp_path_factory.mktemp("dumped"))
    yield made
    with made.app.app_context():
        db.engine.dispose()
    postgres_server.drop(name)


def fill_and_dump(url: str, instance: Path) -> Dumped:
    app = make_app(url, instance)
    with app.app_context():
        world = a_world()
        for place, picture in ((world.here, b"ours"), (world.elsewhere, b"RIFF theirs")):
            storage.keep(instance, place.library.id, Encoded(DIGEST, 480, 270, {480: picture}))
        stranger = a_librarian(world.elsewhere.library, "Vreemd")
        session().rollback()
        path, here = instance / "vechtdal.zip", world.here
        dump.write(path, db.engine, here.library.id, instance, now=now())
        with zipfile.ZipFile(path) as file:
            files = {name: file.read(name) for name in file.namelist()}
        made = Dumped(
            app,
            files,
            here.library.id,
            world.elsewhere.library.id,
            {here.resident.id, here.host.id, here.worker.id},
            {stranger.id, world.elsewhere.resident.id, world.elsewhere.host.id},
            here.code,
        )
        db.session.remove()
        db.engine.dispose()
    return made


def test_every_table_goes_or_says_why_it_stays():
    """A table that is new goes by its `library_id` or its key; another needs a rule or a reason."""
    told = {*scope.SHARED, *scope.LEFT_OUT}
    untold = {
        name
        for name, table in Base.metadata.tables.items()
        if "library_id" not in table.c and name not in told and scope.leads_through(table) is None
    }
    assert untold == set()
    assert told - Base.metadata.tables.keys() == set(), "of a table that is gone"
    assert all(scope.LEFT_OUT.values())
    for table, stays in scope.STAYS.items():
        assert stays.keys() <= set(Base.metadata.tables[table].c.keys())


def test_a_table_has_all_rows_of_this_library_and_no_other(dumped):
    of_both = []
    with dumped.app.app_context(), db.engine.connect() as connection:
        for table in scope.tables():
            if "library_id" not in table.c:
                continue
            count = select(func.count()).select_from(table)
            ours, theirs = (
                connection.scalar(count.where(table.c.library_id == library_id))
                for library_id in (dumped.here, dumped.elsewhere)
            )
            found = dumped.rows(table.name)
            assert {row["library_id"] for row in found} <= {dumped.here}, table.name
            assert len(found) == ours, table.name
            of_both += [table.name] if ours and theirs else []
    assert len(of_both) > 60, "of so many tables both libraries have rows"
    assert [row["id"] for row in dumped.rows("library")] == [dumped.here]
    of_ours = {row["id"] for row in dumped.rows("gathering")}
    for name in ("gathering_host", "gathering_theme"):
        assert scope.leads_through(Base.metadata.tables[name]).parent.name == "gathering_id"
        assert {row["gathering_id"] for row in dumped.rows(name)} <= of_ours
    assert dumped.rows("gathering_host")


def test_only_people_whom_this_library_speaks_of_are_in_it(dumped):
    people = {person["id"] for person in dumped.rows("person")}
    assert dumped.known <= people
    assert people.isdisjoint(dumped.strangers)


def test_nothing_that_opens_a_door_is_in_it(dumped):
    """By value: whatever stands in a secret column anywhere stands nowhere in the file."""
    whole = b"".join(dumped.files.values())
    secrets = set()
    with dumped.app.app_context(), db.engine.connect() as connection:
        for table in Base.metadata.tables.values():
            for column in table.c:
                if re.search(r"salt|hash|token|secret|seed|password|signing", column.name):
                    secrets |= set(connection.scalars(select(column)))
    found = {value for value in secrets if isinstance(value, str) and len(value) >= 8}
    assert len(found) > 10
    assert [value for value in found if value.encode() in whole] == []
    assert dumped.code.encode() not in whole


def test_the_schema_tells_what_every_file_holds(dumped):
    schema = json.loads(dumped.files["schema.json"])
    assert schema["format"] == dump.FORMAT
    assert {table["file"] for table in schema["tables"]} == {
        name for name in dumped.files if name.startswith("tables/")
    }
    for table in schema["tables"]:
        found = dumped.rows(table["name"])
        assert len(found) == table["rows"]
        names = [column["name"] for column in table["columns"]]
        assert all(list(row) == names for row in found)
        assert table["about"]
    person = next(table for table in schema["tables"] if table["name"] == "person")
    assert {"password_hash", "calendar_salt", "is_operator"} <= person["left_out_columns"].keys()
    gathering = next(table for table in schema["tables"] if table["name"] == "gathering")
    branch = next(column for column in gathering["columns"] if column["name"] == "branch_id")
    assert branch["points_at"] == "branch.id"


def test_the_pictures_are_in_it_and_those_of_another_library_are_not(dumped):
    assert dumped.files[f"pictures/{DIGEST}-480.webp"] == b"ours"
    assert b"RIFF theirs" not in b"".join(dumped.files.values())


def test_what_others_point_at_comes_first():
    order = [table.name for table in scope.tables()]
    assert order.index("library") < order.index("gathering") < order.index("sign_up")


def test_a_file_that_fails_half_way_is_not_there(app, tmp_path):
    library_id = a_library().id

    def fail(_done, _total):
        raise RuntimeError

    path = tmp_path / "x.zip"
    session().rollback()
    with pytest.raises(RuntimeError):
        dump.write(path, db.engine, library_id, tmp_path, now=now(), progress=fail)
    assert list(tmp_path.glob("*.zip")) == []
    assert list(tmp_path.glob(".*part")) == []


def test_the_command_writes_the_file(app, tmp_path):
    a_library()
    path = tmp_path / "mine.zip"
    result = app.test_cli_runner().invoke(args=["library", "dump", "vechtdal", str(path)])
    assert result.exit_code == 0, result.output
    assert zipfile.is_zipfile(path)
    wrong = app.test_cli_runner().invoke(args=["library", "dump", "nergens", str(path)])
    assert "There is no library ‘nergens’" in wrong.output
