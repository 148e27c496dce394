"""which vectors are new to who keeps them in memory"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Vectors are made again by the worker; nobody made any before this.
    op.execute("DELETE FROM search_vector")
    with op.batch_alter_table("search_vector") as batch:
        batch.add_column(sa.Column("written", sa.Integer(), nullable=False))
    op.create_table(
        "search_writing",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_search_writing_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", "kind", name=op.f("pk_search_writing")),
    )


def downgrade() -> None:
    op.drop_table("search_writing")
    with op.batch_alter_table("search_vector") as batch:
        batch.drop_column("written")
