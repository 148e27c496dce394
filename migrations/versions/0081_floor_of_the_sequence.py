"""the floor from which the next news takes its SEQUENCE, for after an older copy is put back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

TABLES = ("gathering", "sign_up", "network_offer", "network_offer_sign_up")


def upgrade() -> None:
    for table in TABLES:
        floor = sa.Column("sequence_floor", sa.Integer(), nullable=False, server_default="0")
        op.add_column(table, floor)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "sequence_floor")
