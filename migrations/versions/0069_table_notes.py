"""what the tables of a gathering write down, and the clock of its rounds"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

TABLES = ["table_screen", "table_note", "round_clock"]


def upgrade() -> None:
    op.create_table(
        "round_clock",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("round_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("round_no BETWEEN 0 AND 8", name=op.f("ck_round_clock_round_no")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_round_clock_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_round_clock_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gathering_id", name=op.f("pk_round_clock")),
    )
    op.create_index(op.f("ix_round_clock_library_id"), "round_clock", ["library_id"])
    op.create_table(
        "table_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("table_no", sa.Integer(), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (text <> '')", name=op.f("ck_table_note_removed_is_blank")
        ),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_table_note_revision")),
        sa.CheckConstraint("round_no BETWEEN 1 AND 8", name=op.f("ck_table_note_round_no")),
        sa.CheckConstraint("table_no BETWEEN 1 AND 120", name=op.f("ck_table_note_table_no")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_table_note_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_note_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_note")),
        sa.UniqueConstraint("gathering_id", "once", name=op.f("uq_table_note_gathering_id_once")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_table_note_gathering_id_table_no_id"),
        "table_note",
        ["gathering_id", "table_no", "id"],
    )
    op.create_index(op.f("ix_table_note_library_id"), "table_note", ["library_id"])
    op.create_table(
        "table_screen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("table_no", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("table_no BETWEEN 1 AND 120", name=op.f("ck_table_screen_table_no")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_table_screen_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_screen_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_screen")),
        sa.UniqueConstraint(
            "gathering_id", "table_no", name=op.f("uq_table_screen_gathering_id_table_no")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_table_screen_library_id"), "table_screen", ["library_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
