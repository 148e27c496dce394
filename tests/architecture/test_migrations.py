"""The migrations build exactly what the models say, and can be walked both ways with rows in."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import DBAPIError

from community.activity import triggers
from community.clock import now
from community.db import WRITING, Base, db, transaction
from community.meetlat import triggers as meting_triggers
from community.search.models import is_of_trigrams
from tests import factories
from tests.architecture.planting import plant
from tests.architecture.source import HOUSE
from tests.series import rows as rows_of_series

for room in sorted((HOUSE / "community").glob("*/models.py")):
    importlib.import_module(f"community.{room.parent.name}.models")

STEPS = list(reversed(list(ScriptDirectory(str(HOUSE / "migrations")).walk_revisions())))

#: Tables whose rows a step may throw away, as they are worked out again.
WORKED_OUT = {"search_vector"}

#: From this step on nothing changes a meting.
METINGEN_STAND_STILL = 41


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return tables_in(connection)


def tables_in(connection: sa.Connection) -> set[str]:
    found = set(sa.inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}
    return {table for table in found if not is_of_trigrams(table)}


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return counted(connection)


def fill() -> None:
    library = factories.a_library(network_id=factories.a_network().id)
    gathering = factories.a_gathering(library=library, capacity=1)
    factories.a_sign_up(gathering)
    factories.a_host_of(gathering)
    factories.a_librarian(library)
    rows_of_series.a_series_of(gathering)
    rows_of_series.a_closed_period(library)
    log_something(library.id)
    with transaction() as tx:
        link = sa.table("gathering_theme", sa.column("gathering_id"), sa.column("theme_id"))
        theme = factories.a_theme("digitaal")
        tx.execute(sa.insert(link).values(gathering_id=gathering.id, theme_id=theme.id))


def log_something(library_id: int = 1) -> None:
    """As SQL, because a migration outlives the models."""
    with db.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO activity (library_id, verb, happened_at, recorded_at, quantity,"
                " person_key, details) VALUES (:library_id, 'gathering:published', :now, :now, 1,"
                " 'a key', '{}')"
            ).bindparams(sa.bindparam("now", type_=sa.DateTime(timezone=True))),
            {"library_id": library_id, "now": now()},
        )


def differences(metadata: sa.MetaData) -> list[str]:
    """What Alembic finds; foreign keys by our own look, as SQLite's added later escape its."""
    with db.engine.connect() as connection:
        of_models = {"include_name": lambda name, _kind, _parents: not is_of_trigrams(name)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **of_models})
        found = [str(difference) for difference in compare_metadata(context, metadata)]
        found = [difference for difference in found if "_fk'" not in difference]
        stand = set(foreign_keys(connection))
    wanted = {
        (table.name, key.parent.name, key.column.table.name, key.ondelete or "NO ACTION")
        for table in metadata.tables.values()
        for key in table.foreign_keys
    }
    return found + [f"foreign key {key}" for key in sorted(stand ^ wanted)]


def foreign_keys(connection: sa.Connection) -> Iterator[tuple[str, str, str, str]]:
    """Table, column, table it points at, and what happens when that row goes."""
    for table in tables():
        if connection.dialect.name == "sqlite":
            for row in connection.exec_driver_sql(f"PRAGMA foreign_key_list({table})"):
                yield table, row[3], row[2], row[6]
        else:
            for key in sa.inspect(connection).get_foreign_keys(table):
                ondelete = key["options"].get("ondelete", "NO ACTION")
                for column in key["constrained_columns"]:
                    yield table, column, key["referred_table"], ondelete


def test_the_migrations_make_what_the_models_say(app):
    assert differences(Base.metadata) == []


def test_the_migrations_make_every_check_that_the_models_name(app):
    """Alembic does not compare CHECKs, and on them a full gathering stays full."""
    inspector = sa.inspect(db.engine)
    for name, table in Base.metadata.tables.items():
        named = {str(c.name) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(name)} == named, name


def test_the_number_of_a_removed_row_is_not_given_to_another(app):
    """Else what is owed to the new one seems owed already, and the log speaks of the old one."""
    gathering = factories.a_gathering()
    first = factories.a_sign_up(gathering).id
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM sign_up"))
    assert factories.a_sign_up(gathering).id > first


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_table_whose_numbers_are_given_once_is_made_so(app):
    """On PostgreSQL they all are."""
    asked = {
        name for name, table in Base.metadata.tables.items()
        if table.dialect_options["sqlite"]["autoincrement"]
    }  # fmt: skip
    with db.engine.connect() as connection:
        made = set(connection.scalars(
            sa.text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        ))  # fmt: skip
    assert made == asked != set()


def test_what_no_migration_makes_is_noticed(app):
    metadata = sa.MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(metadata)
    library = metadata.tables["library"]
    library.append_column(sa.Column("motto", sa.String(80)))
    library.append_column(sa.Column("head_id", sa.ForeignKey("person.id")))
    found = differences(metadata)
    assert len(found) == 3
    assert all("motto" in found or "head_id" in found for found in found)


def test_every_step_goes_up_and_down_with_a_row_in_every_table(bare_app):
    """The rows are as a table knew them when it was new: whoever began with the first version and
    took every step since has all of them still, with the log and the metingen as hard to change."""
    seen: dict[str, int] = {}
    before: dict[str, dict[str, int]] = {}
    for step in STEPS:
        with taking(step.module.upgrade) as connection:
            before[step.revision] = stood = seen
            seen = planted(connection, stood)
            lost = {table for table in seen if seen[table] < stood.get(table, 0)}
            assert lost <= WORKED_OUT, step.revision
            assert_guarded(connection, step.revision)
    assert {table for table in seen if not seen[table]} <= WORKED_OUT
    assert differences(Base.metadata) == []
    assert_the_log_is_append_only()
    seen = rows()
    for step in reversed(STEPS):
        with taking(step.module.downgrade) as connection:
            kept = counted(connection)
            # A step down may drop a table; of a table that stays it takes only its own rows.
            stood = before[step.revision]
            least = {table: min(seen[table], stood.get(table, 0)) for table in kept}
            lost = {table for table in kept if 0 < kept[table] < least[table]}
            assert lost == set(), step.revision
            seen = kept
            if step is not STEPS[0]:
                assert_guarded(connection, f"before {step.revision}")
    assert left_behind() == []


@contextmanager
def taking(step: Callable[[], None]) -> Iterator[sa.Connection]:
    """One step, as Alembic takes it; without reading all of them again for each."""
    writing = db.engine.connect().execution_options(**WRITING[db.engine.dialect.name])
    with writing as connection:
        context = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with Operations.context(context):
            step()
        yield connection
        connection.commit()


def planted(connection: sa.Connection, stood: dict[str, int]) -> dict[str, int]:
    """How many rows are in each table, once each that is new and empty has some."""
    found = counted(connection)
    new = {table for table in found if table not in stood and not found[table]}
    if new:
        plant(connection, new)
    return found | counted(connection, new)


def counted(connection: sa.Connection, of: Collection[str] | None = None) -> dict[str, int]:
    names = tables_in(connection) if of is None else of
    if not names:
        return {}
    each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)  # noqa: S608
    return {name: number for name, number in connection.execute(sa.text(each))}  # noqa: C416


def assert_guarded(connection: sa.Connection, step: str) -> None:
    """Batch mode on SQLite copies a table and drops its triggers without a word."""
    found = standing_triggers(connection)
    for table, guard in {"activity": triggers, "meting": meting_triggers}.items():
        begins = METINGEN_STAND_STILL if guard is meting_triggers else 2
        if table in found or int(step.split()[-1]) > begins:
            assert found.get(table) == set(guard.NAMES[connection.dialect.name]), step


def left_behind() -> list[str]:
    """Else going up again would find it there."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            asked = "SELECT name FROM sqlite_master WHERE name <> 'sqlite_sequence'"
        else:
            asked = """
                SELECT relname::text FROM pg_class
                WHERE relnamespace = current_schema::regnamespace
                UNION ALL SELECT proname::text FROM pg_proc p
                WHERE pronamespace = current_schema::regnamespace AND NOT EXISTS (
                    SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"""
        return list(connection.scalars(sa.text(asked)))


def test_one_step_down_and_up_keeps_what_people_made(app):
    fill()
    before = rows()
    downgrade(revision="-1")
    made_by_it = set(before) - tables()
    upgrade()
    after = rows()
    # The last step's own rows are rebuilt; what hangs on them may go with them.
    lost = {table for table in before if after[table] != before[table]}
    assert lost - made_by_it <= {"gathering_theme"}


def standing_triggers(connection: sa.Connection) -> dict[str, set[str]]:
    """By table; of those that stand and work."""
    asked = "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name != "sqlite":
        asked = (
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid"
            " WHERE NOT tgisinternal AND tgenabled = 'O'"
        )
    found: dict[str, set[str]] = {}
    for table, trigger in connection.execute(sa.text(asked)):
        found.setdefault(table, set()).add(trigger)
    return found


def assert_the_log_is_append_only() -> None:
    log_something()
    forbidden = [
        "UPDATE activity SET quantity = 2",
        "UPDATE activity SET person_key = 'another key'",
        "UPDATE activity SET person_key = NULL, verb = 'gathering:moved'",
        "DELETE FROM activity",
    ]
    if db.engine.dialect.name == "postgresql":
        forbidden.append("TRUNCATE activity")
    for statement in forbidden:
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(sa.text(statement))
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE activity SET person_key = NULL"))
