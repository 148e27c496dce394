"""how somebody said at the desk to be behind a proposal, and since when to call them about it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

TABLE = "proposal_backing"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("spoken", sa.String(length=40), nullable=True))
    op.add_column(TABLE, sa.Column("call_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column(TABLE, "call_since")
    op.drop_column(TABLE, "spoken")
