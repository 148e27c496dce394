"""What makes the log append-only in the database itself.

The one change let through: `person_key` becomes null and nothing else moves (a person is erased,
or the key is 24 months old). A migration that copies the table in batch mode on SQLite loses its
triggers without a word, so it ends with `create(op.get_bind())`; a guard test looks.
"""

from __future__ import annotations

from sqlalchemy import Connection

NAMES = {"sqlite": ("activity_no_update", "activity_no_delete"),
         "postgresql": ("activity_no_change", "activity_no_truncate")}  # fmt: skip

_REFUSAL = "the log is append-only"

_KEPT = [
    "id", "library_id", "verb", "happened_at", "recorded_at", "branch_id", "gathering_id",
    "partner_id", "counted_as", "quantity", "corrects_id",
]  # fmt: skip

_SQLITE = (
    f"""CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity
        WHEN NOT (NEW.person_key IS NULL AND NEW.details IS OLD.details AND
                  {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in _KEPT)})
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER activity_no_delete BEFORE DELETE ON activity
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
)

_POSTGRESQL = (
    f"""CREATE FUNCTION activity_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND NEW.person_key IS NULL
             AND to_jsonb(NEW) - 'person_key' = to_jsonb(OLD) - 'person_key' THEN
            RETURN NEW;
          END IF;
          RAISE EXCEPTION '{_REFUSAL}';
        END $$""",
    """CREATE TRIGGER activity_no_change BEFORE UPDATE OR DELETE ON activity
       FOR EACH ROW EXECUTE FUNCTION activity_refuse()""",
    """CREATE TRIGGER activity_no_truncate BEFORE TRUNCATE ON activity
       FOR EACH STATEMENT EXECUTE FUNCTION activity_refuse()""",
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
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON activity")
    connection.exec_driver_sql("DROP FUNCTION IF EXISTS activity_refuse()")
