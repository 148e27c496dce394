"""What makes a meting stand still in the database itself, whoever writes to it.

Two changes are let through: who froze it is erased, and the whole library goes. A migration that
copies the table in batch mode on SQLite loses its triggers without a word, so it ends with
`create(op.get_bind())`; a guard test looks.
"""

from __future__ import annotations

from sqlalchemy import Connection

NAMES = {"sqlite": ("meting_no_update", "meting_no_delete"),
         "postgresql": ("meting_no_change", "meting_no_truncate")}  # fmt: skip

_REFUSAL = "a meting is append-only"

_KEPT = [
    "id", "library_id", "until", "frozen_at", "by_itself", "version", "inputs", "result",
    "assessment",
]  # fmt: skip

_SQLITE = (
    f"""CREATE TRIGGER meting_no_update BEFORE UPDATE ON meting
        WHEN NOT (NEW.frozen_by_id IS NULL AND
                  {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)})
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER meting_no_delete BEFORE DELETE ON meting
        WHEN EXISTS (SELECT 1 FROM library WHERE id = OLD.library_id)
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",  # noqa: S608
)

_POSTGRESQL = (
    f"""CREATE FUNCTION meting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND NEW.frozen_by_id IS NULL
             AND to_jsonb(NEW) - 'frozen_by_id' = to_jsonb(OLD) - 'frozen_by_id' THEN
            RETURN NEW;
          END IF;
          IF TG_OP = 'DELETE'
             AND NOT EXISTS (SELECT 1 FROM library WHERE id = OLD.library_id) THEN
            RETURN OLD;
          END IF;
          RAISE EXCEPTION '{_REFUSAL}';
        END $$""",  # noqa: S608
    """CREATE TRIGGER meting_no_change BEFORE UPDATE OR DELETE ON meting
       FOR EACH ROW EXECUTE FUNCTION meting_refuse()""",
    """CREATE TRIGGER meting_no_truncate BEFORE TRUNCATE ON meting
       FOR EACH STATEMENT EXECUTE FUNCTION meting_refuse()""",
)


def create(connection: Connection) -> None:
    statements = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    for statement in statements:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for name in NAMES["sqlite"]:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name in NAMES["postgresql"]:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON meting")
    connection.exec_driver_sql("DROP FUNCTION IF EXISTS meting_refuse()")
