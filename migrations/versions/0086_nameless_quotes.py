"""quotes whose name went with an erasure, for a librarian to look at"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nameless_quote",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["harvest_item.id"],
            name=op.f("fk_nameless_quote_item_id_harvest_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_nameless_quote_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_nameless_quote")),
    )
    op.create_index(op.f("ix_nameless_quote_library_id"), "nameless_quote", ["library_id"])


def downgrade() -> None:
    op.drop_table("nameless_quote")
