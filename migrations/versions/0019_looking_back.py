"""looking back on a gathering"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look_back",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("worked", sa.String(500), nullable=False),
        sa.Column("did_not", sa.String(500), nullable=False),
        sa.Column("next_time", sa.String(500), nullable=False),
        sa.Column("absent", sa.String(40), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_look_back_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_look_back_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gathering_id", name=op.f("pk_look_back")),
    )
    op.create_index("ix_look_back_library_id", "look_back", ["library_id"])


def downgrade() -> None:
    op.drop_table("look_back")
