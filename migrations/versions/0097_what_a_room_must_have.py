"""what somebody needs of a room, and since when that may be used"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

TABLE = "preference"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("needs_since", sa.DateTime(timezone=True), nullable=True))
    # A check of the column itself: both engines add it, and drop it, without making the table anew.
    op.execute(
        sa.text(
            "ALTER TABLE preference ADD COLUMN needs VARCHAR(200)"
            " CONSTRAINT ck_preference_needs_by_choice"
            " CHECK (needs IS NULL OR needs_since IS NOT NULL)"
        )
    )


def downgrade() -> None:
    op.drop_column(TABLE, "needs")
    op.drop_column(TABLE, "needs_since")
