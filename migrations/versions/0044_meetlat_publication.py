"""what of the meetlat anybody may see"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetlat_publication",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("shows", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_meetlat_publication_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", name=op.f("pk_meetlat_publication")),
    )


def downgrade() -> None:
    op.drop_table("meetlat_publication")
