"""finding the row of the log that puts another right"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

NAME = "ix_activity_corrects_id"
FEW = sa.text("corrects_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(NAME, "activity", ["corrects_id"], sqlite_where=FEW, postgresql_where=FEW)


def downgrade() -> None:
    op.drop_index(NAME, "activity")
