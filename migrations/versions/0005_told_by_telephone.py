"""told by telephone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("gathering_sequence", sa.Integer(), nullable=False),
        sa.Column("sign_up_sequence", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_told_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_up_id", name=op.f("pk_told")),
    )


def downgrade() -> None:
    op.drop_table("told")
