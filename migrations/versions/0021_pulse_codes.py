"""codes for an exit pulse"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pulse_code",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_pulse_code_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_pulse_code_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", "code_hash", name=op.f("pk_pulse_code")),
    )
    op.create_index("ix_pulse_code_gathering_id", "pulse_code", ["gathering_id"])


def downgrade() -> None:
    op.drop_table("pulse_code")
