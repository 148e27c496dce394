"""messages to the people of a gathering"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "mails >= 0 AND calls >= 0", name=op.f("ck_message_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_message_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_message_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_message_written_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )  # fmt: skip
    op.create_index("ix_message_library_id", "message", ["library_id"])
    op.create_index("ix_message_gathering_id_sent_at", "message", ["gathering_id", "sent_at"])
    op.create_index("ix_message_written_by_id", "message", ["written_by_id"])
    op.create_table(
        "message_addressee",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "called_at IS NULL OR by_mail = FALSE",
            name=op.f("ck_message_addressee_called_who_has_no_mail"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_message_addressee_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (
                ("message_id", "message"), ("sign_up_id", "sign_up"), ("library_id", "library"),
            )
        ),
        sa.PrimaryKeyConstraint("message_id", "sign_up_id", name=op.f("pk_message_addressee")),
    )  # fmt: skip
    for column in ("sign_up_id", "library_id"):
        op.create_index(f"ix_message_addressee_{column}", "message_addressee", [column])


def downgrade() -> None:
    op.drop_table("message_addressee")
    op.drop_table("message")
