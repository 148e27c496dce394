"""when somebody was last seen, and who was told that they go"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "quiet_account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("first_told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "second_told_at IS NULL OR second_told_at > first_told_at",
            name=op.f("ck_quiet_account_in_turn"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_quiet_account_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_quiet_account")),
    )


def downgrade() -> None:
    op.drop_table("quiet_account")
    op.drop_column("person", "seen_at")
