"""whether the weekly mail also tells what suits its reader"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # By itself: SQLite adds a column without copying a table that others point to.
    op.add_column(
        "mail_wish",
        sa.Column("has_fitting", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("mail_wish", "has_fitting")
