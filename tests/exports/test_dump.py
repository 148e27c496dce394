"""All that a library has, and nothing of anybody else, and nothing that opens a door."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from community.clock import now
from community.db import Base, db, session
from community.exports import dump, scope
from community.pictures import storage
from community.pictures.encoding import Encoded
from tests.architecture.world import a_world
from tests.factories import a_librarian, a_library

DIGEST = "a" * 64


@pytest.fixture
def world(app):
    made = a_world()
    instance = Path(current_app.config["INSTANCE"])
    for place, picture in ((made.here, b"ours"), (made.elsewhere, b"RIFF theirs")):
        storage.keep(instance, place.library.id, Encoded(DIGEST, 480, 270, {480: picture}))
    return made


@pytest.fixture
def dumped(world, tmp_path):
    path = tmp_path / "vechtdal.zip"
    instance = Path(current_app.config["INSTANCE"])
    session().rollback()
    dump.write(path, db.engine, world.here.library.id, instance, now=now())
    with zipfile.ZipFile(path) as file:
        yield {name: file.read(name) for name in file.namelist()}


def rows(dumped, table):
    return [json.loads(line) for line in dumped[f"tables/{table}.jsonl"].splitlines()]


def test_every_table_goes_or_says_why_it_stays(app):
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


def test_a_table_has_rows_of_this_library_alone(world, dumped):
    here, elsewhere = world.here.library.id, world.elsewhere.library.id
    for table in scope.tables():
        if "library_id" in table.c:
            assert {row["library_id"] for row in rows(dumped, table.name)} <= {here}, table.name
    assert [row["id"] for row in rows(dumped, "library")] == [here]
    of_ours = {row["id"] for row in rows(dumped, "gathering")}
    for name in ("gathering_host", "gathering_theme"):
        assert scope.leads_through(Base.metadata.tables[name]).parent.name == "gathering_id"
        assert {row["gathering_id"] for row in rows(dumped, name)} <= of_ours
    assert rows(dumped, "gathering_host")
    assert elsewhere != here


def test_only_people_whom_this_library_speaks_of_are_in_it(app, world, tmp_path):
    stranger = a_librarian(world.elsewhere.library, "Vreemd")
    session().rollback()
    path = tmp_path / "x.zip"
    dump.write(path, db.engine, world.here.library.id, tmp_path, now=now())
    with zipfile.ZipFile(path) as file:
        people = [json.loads(line) for line in file.open("tables/person.jsonl")]
    known = {person["id"] for person in people}
    assert {world.here.resident.id, world.here.host.id, world.here.worker.id} <= known
    assert known.isdisjoint({stranger.id, world.elsewhere.resident.id, world.elsewhere.host.id})


def test_nothing_that_opens_a_door_is_in_it(world, dumped):
    """By value: whatever stands in a secret column anywhere stands nowhere in the file."""
    whole = b"".join(dumped.values())
    secrets = set()
    with db.engine.connect() as connection:
        for table in Base.metadata.tables.values():
            for column in table.c:
                if re.search(r"salt|hash|token|secret|seed|password|signing", column.name):
                    secrets |= set(connection.scalars(select(column)))
    found = {value for value in secrets if isinstance(value, str) and len(value) >= 8}
    assert len(found) > 10
    assert [value for value in found if value.encode() in whole] == []
    assert world.here.code.encode() not in whole


def test_the_schema_tells_what_every_file_holds(dumped):
    schema = json.loads(dumped["schema.json"])
    assert schema["format"] == dump.FORMAT
    assert {table["file"] for table in schema["tables"]} == {
        name for name in dumped if name.startswith("tables/")
    }
    for table in schema["tables"]:
        found = rows(dumped, table["name"])
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
    assert dumped[f"pictures/{DIGEST}-480.webp"] == b"ours"
    assert b"RIFF theirs" not in b"".join(dumped.values())


def test_what_others_point_at_comes_first(app):
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
