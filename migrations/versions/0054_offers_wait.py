"""a waiting list for what a network offers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_TABLE = "network_offer_sign_up"


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as table:
        table.add_column(sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(
            op.f("ck_network_offer_sign_up_waits_or_has_left"),
            "left_at IS NULL OR waits_since IS NULL",
        )


def downgrade() -> None:
    # Without a list nobody waits on it; a seat they never had.
    op.execute(f"DELETE FROM {_TABLE} WHERE waits_since IS NOT NULL")  # noqa: S608
    with op.batch_alter_table(_TABLE) as table:
        table.drop_constraint(op.f("ck_network_offer_sign_up_waits_or_has_left"), type_="check")
        table.drop_column("waits_since")
