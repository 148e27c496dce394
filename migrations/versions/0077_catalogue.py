"""where a library's catalogue is, by the number of a book"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in batch mode: everything points at a library.
    op.add_column(
        "library",
        sa.Column("catalogue_url", sa.String(length=300), nullable=False, server_default=""),
    )
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("library", "catalogue_url", server_default=None)


def downgrade() -> None:
    op.drop_column("library", "catalogue_url")
