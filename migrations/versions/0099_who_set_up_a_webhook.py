"""who last said where a webhook goes, so that what a thief set up stands still"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhook", sa.Column("set_up_by_id", sa.Integer(), nullable=True))
    op.add_column("webhook", sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("webhook", "set_up_at")
    op.drop_column("webhook", "set_up_by_id")
