"""the address that was left, to write to and to put back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("address_change", sa.Column("old_email", sa.String(length=254), nullable=True))


def downgrade() -> None:
    op.drop_column("address_change", "old_email")
