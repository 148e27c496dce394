"""the rules of the house in versions, and what a library adds to them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(length=200), nullable=False),
        sa.Column("second", sa.String(length=200), nullable=False),
        sa.Column("third", sa.String(length=200), nullable=False),
        sa.Column("changed", sa.String(length=200), nullable=False),
        sa.Column("is_large", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_own_rules_from_one")),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_own_rules_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["person.id"],
            name=op.f("fk_own_rules_written_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_rules")),
        sa.UniqueConstraint("library_id", "number", name=op.f("uq_own_rules_library_id_number")),
    )
    op.create_index(op.f("ix_own_rules_written_by_id"), "own_rules", ["written_by_id"])
    # What was reported and decided so far went by the first version.
    for table in ("moderation_case", "report"):
        op.add_column(
            table,
            sa.Column("rules_version", sa.String(length=20), nullable=False, server_default="1"),
        )


def downgrade() -> None:
    for table in ("moderation_case", "report"):
        op.drop_column(table, "rules_version")
    op.drop_table("own_rules")
