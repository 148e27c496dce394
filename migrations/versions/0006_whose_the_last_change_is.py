"""whose the last change to a gathering is"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in batch mode: on SQLite that copies the table, and dropping the old one empties every
    # table that points at it.
    op.add_column("gathering", sa.Column("revised_by_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("gathering", "revised_by_id")
