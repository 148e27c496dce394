"""formats of conversations, and which one a gathering goes by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

TABLES = ["format", "format_version", "gathering_format"]


def upgrade() -> None:
    op.create_table(
        "format",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.String(length=20), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_format_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_format")),
        sa.UniqueConstraint("library_id", "shipped", name=op.f("uq_format_library_id_shipped")),
    )
    op.create_table(
        "format_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_format_version_number")),
        sa.ForeignKeyConstraint(
            ["format_id"],
            ["format.id"],
            name=op.f("fk_format_version_format_id_format"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_format_version_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_format_version")),
        sa.UniqueConstraint(
            "format_id",
            "number",
            "language",
            name=op.f("uq_format_version_format_id_number_language"),
        ),
    )
    op.create_index(op.f("ix_format_version_library_id"), "format_version", ["library_id"])
    op.create_table(
        "gathering_format",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("main_question", sa.String(length=300), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_gathering_format_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_gathering_format_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["format_version.id"],
            name=op.f("fk_gathering_format_version_id_format_version"),
        ),
        sa.PrimaryKeyConstraint("gathering_id", name=op.f("pk_gathering_format")),
    )
    op.create_index(op.f("ix_gathering_format_library_id"), "gathering_format", ["library_id"])
    op.create_index(op.f("ix_gathering_format_version_id"), "gathering_format", ["version_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
