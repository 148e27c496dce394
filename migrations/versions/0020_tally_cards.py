"""tally cards, and where they are asked"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sampling",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("tally", sa.String(40), nullable=False),
        sa.Column("pulse", sa.String(40), nullable=False),
        sa.Column("one_in", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        sa.CheckConstraint("one_in BETWEEN 2 AND 12", name=op.f("ck_sampling_one_in_sane")),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_sampling_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", name=op.f("pk_sampling")),
    )
    op.create_table(
        "tally",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.JSON(), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("untold", sa.Integer(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("untold >= 0", name=op.f("ck_tally_untold_not_negative")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_tally_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_tally_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gathering_id", name=op.f("pk_tally")),
    )
    op.create_index("ix_tally_library_id", "tally", ["library_id"])


def downgrade() -> None:
    op.drop_table("tally")
    op.drop_table("sampling")
