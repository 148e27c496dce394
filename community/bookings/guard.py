"""What keeps a room from being booked twice in the database itself, whoever writes to it.

On PostgreSQL an exclusion constraint; on SQLite, which has none, two triggers that look for what
overlaps. The services lock the room and look first, so that people get a sentence and not an error.
A migration that copies the table in batch mode on SQLite loses the triggers without a word, so it
ends with `create(op.get_bind())`; a guard test looks.
"""

from __future__ import annotations

from sqlalchemy import Connection

REFUSAL = "never_double_booked"

#: What stands in the database.
NAMES = {"sqlite": ("booking_twice_insert", "booking_twice_update"), "postgresql": (REFUSAL,)}

_TWICE = f"""
    WHEN EXISTS (
      SELECT 1 FROM booking
      WHERE room_id = NEW.room_id AND id IS NOT NEW.id
        AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
    )
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""  # noqa: S608

_SQLITE = (
    f"CREATE TRIGGER booking_twice_insert BEFORE INSERT ON booking {_TWICE}",
    f"""CREATE TRIGGER booking_twice_update
        BEFORE UPDATE OF room_id, blocked_from, blocked_until ON booking {_TWICE}""",
)

_POSTGRESQL = (
    # A trusted extension: who may create tables in this database may create it.
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"""ALTER TABLE booking ADD CONSTRAINT {REFUSAL} EXCLUDE USING gist
        (room_id WITH =, tstzrange(blocked_from, blocked_until) WITH &&)""",
)


def create(connection: Connection) -> None:
    statements = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    for statement in statements:
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Take the guard away; the extension stays, others may use it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS booking_twice_insert")
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS booking_twice_update")
        return
    connection.exec_driver_sql(f"ALTER TABLE booking DROP CONSTRAINT IF EXISTS {REFUSAL}")
