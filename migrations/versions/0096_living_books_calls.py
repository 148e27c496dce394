"""whom of a living library to call: readers and books without mail"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("living_book", sa.Column("call_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "living_call",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name="fk_living_call_sign_up_id_sign_up",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name="fk_living_call_library_id_library",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_up_id", name="pk_living_call"),
    )
    op.create_index("ix_living_call_library_id", "living_call", ["library_id"])


def downgrade() -> None:
    op.drop_table("living_call")
    op.drop_column("living_book", "call_since")
