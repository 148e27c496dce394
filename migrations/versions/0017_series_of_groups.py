"""series that are of a group"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_series",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_group_series_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_group_series_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_group_series_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "series_id", name=op.f("pk_group_series")),
    )
    op.create_index(
        op.f("ix_group_series_library_id"), "group_series", ["library_id"], unique=False
    )
    op.create_index(op.f("ix_group_series_series_id"), "group_series", ["series_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_group_series_series_id"), table_name="group_series")
    op.drop_index(op.f("ix_group_series_library_id"), table_name="group_series")
    op.drop_table("group_series")
