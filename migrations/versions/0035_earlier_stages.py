"""how groups stood before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_earlier_stage_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_earlier_stage_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_stage")),
    )
    op.create_index(op.f("ix_earlier_stage_group_id"), "earlier_stage", ["group_id"])
    op.create_index(
        op.f("ix_earlier_stage_library_id_group_id"), "earlier_stage", ["library_id", "group_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_earlier_stage_library_id_group_id"), table_name="earlier_stage")
    op.drop_index(op.f("ix_earlier_stage_group_id"), table_name="earlier_stage")
    op.drop_table("earlier_stage")
