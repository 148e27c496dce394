"""what moderation came to in a year, for when its reports and decisions are wiped"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moderation_year",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("median_hours", sa.Integer(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_moderation_year_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", "year", name=op.f("pk_moderation_year")),
    )


def downgrade() -> None:
    op.drop_table("moderation_year")
