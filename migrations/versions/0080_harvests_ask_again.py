"""words of a harvest that were hidden since, and who is asked about other words anew"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("harvest_item", sa.Column("hidden_at", moment, nullable=True))
    op.add_column("harvest_reader", sa.Column("asked_again_at", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("harvest_reader", "asked_again_at")
    op.drop_column("harvest_item", "hidden_at")
