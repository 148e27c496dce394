"""metingen that stand still, with how a library saw itself"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from community.meetlat import triggers

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added by SQLite itself, not by a copy of the table.
    op.add_column(
        "meting", sa.Column("by_itself", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("meting", sa.Column("assessment", sa.LargeBinary(), nullable=True))
    triggers.create(op.get_bind())


def downgrade() -> None:
    triggers.drop(op.get_bind())
    op.drop_column("meting", "assessment")
    op.drop_column("meting", "by_itself")
