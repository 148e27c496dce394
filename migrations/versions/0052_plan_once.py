"""the same words stand open on the plan once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_OPEN = "done_on IS NULL AND let_go_on IS NULL"


def upgrade() -> None:
    # Two who wrote down the same thing at the same moment: the first stays.
    op.execute(f"""
        DELETE FROM plan_action WHERE {_OPEN} AND id NOT IN (
            SELECT min(id) FROM plan_action WHERE {_OPEN}
            GROUP BY library_id, subject, what, who, due_on
        )
    """)  # noqa: S608
    op.create_index(
        "ix_plan_action_open",
        "plan_action",
        ["library_id", "subject", "what", "who", "due_on"],
        unique=True,
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )


def downgrade() -> None:
    op.drop_index("ix_plan_action_open", "plan_action")
