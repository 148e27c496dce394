"""opening hours of branches, and rooms that are kept every week"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_on",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_open_on_weekday")),
        sa.CheckConstraint("closes > opens", name=op.f("ck_open_on_closes_after_it_opens")),
        sa.ForeignKeyConstraint(
            ["branch_id"],
            ["branch.id"],
            name=op.f("fk_open_on_branch_id_branch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_open_on_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("branch_id", "weekday", name=op.f("pk_open_on")),
    )
    op.create_index(op.f("ix_open_on_library_id"), "open_on", ["library_id"])
    # Not by a copy of the table: that would lose the triggers that keep a room from being double.
    op.add_column("booking", sa.Column("repetition", sa.String(length=16), nullable=True))
    op.create_index(
        op.f("ix_booking_library_id_repetition"), "booking", ["library_id", "repetition"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_booking_library_id_repetition"), table_name="booking")
    op.drop_column("booking", "repetition")
    op.drop_index(op.f("ix_open_on_library_id"), table_name="open_on")
    op.drop_table("open_on")
