"""terms that the European list of skills no longer has"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # By itself: SQLite adds a column at the end without copying the table.
    op.add_column("term", sa.Column("vanished_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # Not in batch mode: a copy of a table that others point to cannot take its place.
    op.drop_column("term", "vanished_at")
