"""rounds of self-assessment, who is asked, and what was answered"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

TABLES = (
    "assessment_group",
    "assessment_invitee",
    "assessment_key",
    "assessment_sheet",
    "assessment_evidence",
    "assessment_round",
)


def upgrade() -> None:
    is_open = sa.text("closed_at IS NULL")
    op.create_table(
        "assessment_round",
        sa.Column("id", sa.Integer(), nullable=False),
        _library_id("assessment_round"),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "opened_by_id",
            sa.Integer(),
            sa.ForeignKey(
                "person.id",
                name=op.f("fk_assessment_round_opened_by_id_person"),
                ondelete="SET NULL",
            ),
            nullable=True,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_round")),
        sa.CheckConstraint(
            "revealed_at IS NULL OR closed_at IS NOT NULL",
            name=op.f("ck_assessment_round_seen_when_closed"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_assessment_round_open",
        "assessment_round",
        ["library_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        op.f("ix_assessment_round_library_id_id"), "assessment_round", ["library_id", "id"]
    )
    op.create_index(op.f("ix_assessment_round_opened_by_id"), "assessment_round", ["opened_by_id"])
    op.create_table(
        "assessment_group",
        _round_id("assessment_group"),
        _function_group(),
        _library_id("assessment_group"),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "function_group", name=op.f("pk_assessment_group")),
    )
    op.create_table(
        "assessment_invitee",
        sa.Column("id", sa.Integer(), nullable=False),
        _library_id("assessment_invitee"),
        _round_id("assessment_invitee"),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_invitee")),
        sa.UniqueConstraint("round_id", "mark", name=op.f("uq_assessment_invitee_round_id_mark")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "assessment_key",
        _library_id("assessment_key"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _round_id("assessment_key"),
        _function_group(),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("library_id", "code_hash", name=op.f("pk_assessment_key")),
        sqlite_with_rowid=False,
    )
    _by_word("assessment_sheet", sa.Column("answers", sa.JSON(), nullable=False))
    _by_word(
        "assessment_evidence",
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
    )
    for table in ("assessment_group", "assessment_invitee"):
        op.create_index(op.f(f"ix_{table}_library_id"), table, ["library_id"])
    op.create_index(op.f("ix_assessment_key_round_id"), "assessment_key", ["round_id"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _by_word(table: str, *columns: sa.Column[Any]) -> None:
    """A table of answers: laid out by a word of chance, so that no order of arrival is kept."""
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        _library_id(table),
        _round_id(table),
        _function_group(),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{table}_library_id"), table, ["library_id"])
    op.create_index(op.f(f"ix_{table}_round_id"), table, ["round_id"])


def _library_id(table: str) -> sa.Column[int]:
    return sa.Column(
        "library_id",
        sa.Integer(),
        sa.ForeignKey(
            "library.id", name=op.f(f"fk_{table}_library_id_library"), ondelete="CASCADE"
        ),
        nullable=False,
    )


def _round_id(table: str) -> sa.Column[int]:
    return sa.Column(
        "round_id",
        sa.Integer(),
        sa.ForeignKey(
            "assessment_round.id",
            name=op.f(f"fk_{table}_round_id_assessment_round"),
            ondelete="CASCADE",
        ),
        nullable=False,
    )


def _function_group() -> sa.Column[str]:
    return sa.Column("function_group", sa.String(length=40), nullable=False)
