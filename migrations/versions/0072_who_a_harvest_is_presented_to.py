"""who a harvest is presented to, which words were confirmed, and notes confirmed in the room"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain statements: batch mode would copy the tables and forget that numbers are not reused.
    when = sa.DateTime(timezone=True)
    op.add_column("harvest_item", sa.Column("left_out_at", when, nullable=True))
    op.add_column("harvest_item", sa.Column("counted_at", when, nullable=True))
    op.add_column(
        "harvest_confirmation",
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    )
    op.create_table(
        "note_confirmation",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("said", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_note_confirmation_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["table_note.id"],
            name=op.f("fk_note_confirmation_note_id_table_note"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_note_confirmation")),
    )
    op.create_index(op.f("ix_note_confirmation_library_id"), "note_confirmation", ["library_id"])
    op.create_table(
        "harvest_reader",
        sa.Column("harvest_id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["harvest_id"],
            ["harvest.id"],
            name=op.f("fk_harvest_reader_harvest_id_harvest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_reader_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_harvest_reader_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("harvest_id", "sign_up_id", name=op.f("pk_harvest_reader")),
    )
    op.create_index(
        op.f("ix_harvest_reader_library_id_told_at"), "harvest_reader", ["library_id", "told_at"]
    )
    op.create_index(op.f("ix_harvest_reader_sign_up_id"), "harvest_reader", ["sign_up_id"])


def downgrade() -> None:
    op.drop_table("harvest_reader")
    op.drop_table("note_confirmation")
    op.drop_column("harvest_confirmation", "version")
    op.drop_column("harvest_item", "counted_at")
    op.drop_column("harvest_item", "left_out_at")
