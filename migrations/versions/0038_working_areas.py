"""who live around a library"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "working_area",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_working_area_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"],
            ["person.id"],
            name=op.f("fk_working_area_handed_in_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("library_id", "stage", name=op.f("pk_working_area")),
    )
    op.create_index(op.f("ix_working_area_handed_in_by_id"), "working_area", ["handed_in_by_id"])


def downgrade() -> None:
    op.drop_table("working_area")
