"""conversations of gatherings, what is said in them, and who hears of it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

TABLES = ["conversation", "contribution", "contribution_nod", "listener"]


def _of(table: str, column: str, whose: str, gone: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{whose}.id"], name=op.f(f"fk_{table}_{column}_{whose}"), ondelete=gone
    )


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.String(40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _of("conversation", "gathering_id", "gathering", "CASCADE"),
        _of("conversation", "library_id", "library", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("gathering_id", name=op.f("uq_conversation_gathering_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_conversation_library_id"), "conversation", ["library_id"])

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reply_to_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("isbn", sa.String(length=13), nullable=False),
        sa.Column("seen_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(length=20), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(reply_to_id IS NULL) = (kind IS NOT NULL)",
            name=op.f("ck_contribution_a_reply_has_no_kind"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (text <> '')",
            name=op.f("ck_contribution_taken_back_is_blank"),
        ),
        sa.CheckConstraint(
            "hidden_at IS NULL OR hidden_why <> ''", name=op.f("ck_contribution_hidden_why")
        ),
        _of("contribution", "conversation_id", "conversation", "CASCADE"),
        _of("contribution", "library_id", "library", "CASCADE"),
        _of("contribution", "person_id", "person", "SET NULL"),
        _of("contribution", "reply_to_id", "contribution", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint(
            "conversation_id", "once", name=op.f("uq_contribution_conversation_id_once")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_contribution_conversation_id_id"), "contribution", ["conversation_id", "id"]
    )
    for column in ("library_id", "person_id", "reply_to_id"):
        op.create_index(op.f(f"ix_contribution_{column}"), "contribution", [column])

    op.create_table(
        "contribution_nod",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nod", sa.String(40), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("nodded_at", sa.DateTime(timezone=True), nullable=False),
        _of("contribution_nod", "contribution_id", "contribution", "CASCADE"),
        _of("contribution_nod", "library_id", "library", "CASCADE"),
        _of("contribution_nod", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint(
            "contribution_id", "person_id", "nod", name=op.f("pk_contribution_nod")
        ),
    )
    for column in ("library_id", "person_id"):
        op.create_index(op.f(f"ix_contribution_nod_{column}"), "contribution_nod", [column])

    op.create_table(
        "listener",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("told_until", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted_at", sa.DateTime(timezone=True), nullable=True),
        _of("listener", "conversation_id", "conversation", "CASCADE"),
        _of("listener", "library_id", "library", "CASCADE"),
        _of("listener", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "person_id", name=op.f("pk_listener")),
    )
    for column in ("library_id", "person_id"):
        op.create_index(op.f(f"ix_listener_{column}"), "listener", [column])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
