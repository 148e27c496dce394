"""how a person says yes to what was noted, and drafts out of several answers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

UNIQUE = {
    "uq_skill_sign_up": ["library_id", "sign_up_id", "kind"],
    "uq_skill_salt": ["library_id", "salt"],
    "uq_skill_code": ["library_id", "code_stored"],
}


def upgrade() -> None:
    # At its end and by themselves: SQLite adds columns without copying a table others point to.
    op.add_column("skill", sa.Column("code_stored", sa.String(length=64), nullable=True))
    op.add_column("skill", sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("skill", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("uq_skill_sign_up", "skill")
    for name, columns in UNIQUE.items():
        op.create_index(name, "skill", columns, unique=True)


def downgrade() -> None:
    for name in UNIQUE:
        op.drop_index(name, "skill")
    # Before, one sign-up gave one draft: the first stays, and whatever was confirmed.
    op.execute("UPDATE skill SET sign_up_id = NULL WHERE state <> 'draft'")
    op.execute(
        "DELETE FROM skill WHERE sign_up_id IS NOT NULL AND id NOT IN"
        " (SELECT min(id) FROM skill WHERE sign_up_id IS NOT NULL"
        " GROUP BY library_id, sign_up_id)"
    )
    op.create_index("uq_skill_sign_up", "skill", ["library_id", "sign_up_id"], unique=True)
    for column in ("reminded_at", "code_expires_at", "code_stored"):
        op.drop_column("skill", column)
