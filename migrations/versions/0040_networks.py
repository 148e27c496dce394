"""consent of libraries to their network, and requests for support"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, then: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=then
    )


def upgrade() -> None:
    op.create_table(
        "network_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at >= given_at", name=op.f("ck_network_consent_withdrawn_after_given")
        ),
        _to("network_consent", "library_id", "library", "CASCADE"),
        _to("network_consent", "network_id", "network", "CASCADE"),
        _to("network_consent", "given_by_id", "person", "SET NULL"),
        _to("network_consent", "withdrawn_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_consent")),
    )
    for column in ("network_id", "given_by_id", "withdrawn_by_id"):
        op.create_index(op.f(f"ix_network_consent_{column}"), "network_consent", [column])
    op.create_index(
        op.f("ix_network_consent_library_id_given_at"),
        "network_consent",
        ["library_id", "given_at"],
    )
    op.create_index(
        "ix_network_consent_standing",
        "network_consent",
        ["library_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "support_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_up_by_id", sa.Integer(), nullable=True),
        sa.Column("library_read", sa.Integer(), nullable=False),
        sa.Column("network_read", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        _to("support_request", "library_id", "library", "CASCADE"),
        _to("support_request", "network_id", "network", "CASCADE"),
        _to("support_request", "taken_up_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_request")),
        sa.UniqueConstraint("library_id", "once", name=op.f("uq_support_request_library_id_once")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_support_request_taken_up_by_id"), "support_request", ["taken_up_by_id"]
    )
    op.create_index(
        op.f("ix_support_request_network_id_state"), "support_request", ["network_id", "state"]
    )
    op.create_table(
        "support_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("became", sa.String(length=40), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "text <> '' OR became IS NOT NULL", name=op.f("ck_support_message_says_something")
        ),
        _to("support_message", "library_id", "library", "CASCADE"),
        _to("support_message", "request_id", "support_request", "CASCADE"),
        _to("support_message", "written_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_message")),
        sa.UniqueConstraint("request_id", "once", name=op.f("uq_support_message_request_id_once")),
        sqlite_autoincrement=True,
    )
    for column in ("library_id", "written_by_id"):
        op.create_index(op.f(f"ix_support_message_{column}"), "support_message", [column])


def downgrade() -> None:
    op.drop_table("support_message")
    op.drop_table("support_request")
    op.drop_table("network_consent")
