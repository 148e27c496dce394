"""booked rooms

Gatherings in a room get their booking. Until now two could be in one room at the same time: the
second of those gets none, and says so at the desk until somebody moves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from community.bookings import guard

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MINUTES = ("set_up_minutes", "clear_minutes")

MOMENTS = {
    "starts_at", "ends_at", "blocked_from", "blocked_until", "created_at", "revised_at",
}  # fmt: skip


def _table(name: str, *columns: str) -> sa.TableClause:
    moment = sa.DateTime(timezone=True)
    return sa.table(name, *(sa.column(c, moment if c in MOMENTS else None) for c in columns))


gathering = _table(
    "gathering", "id", "library_id", "room_id", "kind", "status", "title", "is_sensitive",
    "starts_at", "ends_at", "created_at", "booking_id",
)  # fmt: skip
booking = _table(
    "booking", "id", "library_id", "room_id", "purpose", "what", "starts_at", "ends_at",
    "set_up_minutes", "clear_minutes", "blocked_from", "blocked_until", "created_at", "revised_at",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_up_minutes", sa.Integer(), nullable=False),
        sa.Column("clear_minutes", sa.Integer(), nullable=False),
        sa.Column("blocked_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_ends_after_start")),
        sa.CheckConstraint(
            "blocked_from <= starts_at AND blocked_until >= ends_at",
            name=op.f("ck_booking_blocked_around"),
        ),
        sa.CheckConstraint(
            "set_up_minutes BETWEEN 0 AND 480", name=op.f("ck_booking_set_up_minutes_sane")
        ),
        sa.CheckConstraint(
            "clear_minutes BETWEEN 0 AND 480", name=op.f("ck_booking_clear_minutes_sane")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_booking_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_booking_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(
        op.f("ix_booking_library_id_room_id_blocked_until"),
        "booking",
        ["library_id", "room_id", "blocked_until"],
    )
    op.create_index(
        op.f("ix_booking_room_id_blocked_until"), "booking", ["room_id", "blocked_until"]
    )
    guard.create(op.get_bind())
    # Plain SQL for the columns: both engines take them with their checks and keys, and batch mode
    # would copy `gathering` and `room` on SQLite, which empties every table that points at them.
    op.add_column("room", sa.Column("equipment", sa.String(200), nullable=False, server_default=""))
    for name in MINUTES:
        usual = "INTEGER NOT NULL DEFAULT 15"
        op.execute(f"ALTER TABLE room ADD COLUMN {name} {usual} {_sane('room', name)}")
        op.execute(f"ALTER TABLE gathering ADD COLUMN {name} INTEGER {_sane('gathering', name)}")
    op.execute(
        "ALTER TABLE gathering ADD COLUMN booking_id INTEGER"
        " CONSTRAINT fk_gathering_booking_id_booking REFERENCES booking (id)"
    )
    op.create_index(op.f("ix_gathering_booking_id"), "gathering", ["booking_id"], unique=True)
    _book_what_is_planned(op.get_bind())


def downgrade() -> None:
    op.drop_index(op.f("ix_gathering_booking_id"), "gathering")
    op.drop_column("gathering", "booking_id")
    for name in MINUTES:
        op.drop_column("gathering", name)
        op.drop_column("room", name)
    op.drop_column("room", "equipment")
    guard.drop(op.get_bind())
    op.drop_table("booking")


def _sane(table: str, name: str) -> str:
    return f"CONSTRAINT ck_{table}_{name}_sane CHECK ({name} BETWEEN 0 AND 480)"


def _book_what_is_planned(connection: sa.Connection) -> None:
    """A booking has the number of its gathering, so that none has to be read back."""
    rows = list(_first_come(connection))
    for start in range(0, len(rows), 5000):
        some = rows[start : start + 5000]
        connection.execute(booking.insert(), some)
        connection.execute(
            gathering.update()
            .where(gathering.c.id == sa.bindparam("number"))
            .values(booking_id=sa.bindparam("number")),
            [{"number": row["id"]} for row in some],
        )
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('booking', 'id'),"
            " COALESCE((SELECT max(id) FROM booking), 0) + 1, false)"
        )


def _first_come(connection: sa.Connection) -> Iterator[dict[str, object]]:
    """What holds its room, by room and time; without set-up, of which nobody was ever asked."""
    holding = (
        gathering.select()
        .where(
            gathering.c.room_id.is_not(None),
            gathering.c.status != "cancelled",
            gathering.c.kind != "exhibition",
        )
        .order_by(gathering.c.room_id, gathering.c.starts_at, gathering.c.id)
    )
    room, free_from = None, None
    for each in connection.execute(holding).mappings().all():
        if each["room_id"] == room and free_from and each["starts_at"] < free_from:
            continue
        room, free_from = each["room_id"], each["ends_at"]
        yield _booking(dict(each), each["starts_at"], each["ends_at"])


def _booking(of: dict[str, object], starts_at: datetime, ends_at: datetime) -> dict[str, object]:
    return {
        "id": of["id"],
        "library_id": of["library_id"],
        "room_id": of["room_id"],
        "purpose": "gathering",
        "what": "" if of["is_sensitive"] else of["title"],
        "starts_at": starts_at,
        "ends_at": ends_at,
        "set_up_minutes": 0,
        "clear_minutes": 0,
        "blocked_from": starts_at,
        "blocked_until": ends_at,
        "created_at": of["created_at"],
        "revised_at": of["created_at"],
    }
