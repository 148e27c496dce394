"""entries say when they were nudged, and until when a stranger's words wait for a click"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("nudged_at", "confirm_by"):
        op.add_column("entry", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_entry_confirm_by"), "entry", ["confirm_by"])
    op.create_index(op.f("ix_entry_state_expires_at"), "entry", ["state", "expires_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_entry_state_expires_at"), "entry")
    op.drop_index(op.f("ix_entry_confirm_by"), "entry")
    for name in ("confirm_by", "nudged_at"):
        op.drop_column("entry", name)
