"""notes of what happened outside"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "outside_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=32), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", WHEN, nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("corrected_at", WHEN, nullable=True),
        sa.Column("taken_back_at", WHEN, nullable=True),
        sa.Column("in_file", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_outside_note_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"],
            ["person.id"],
            name=op.f("fk_outside_note_noted_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_outside_note_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_note")),
        sa.UniqueConstraint(
            "library_id", "form_key", name=op.f("uq_outside_note_library_id_form_key")
        ),
        sa.UniqueConstraint("activity_id", name=op.f("uq_outside_note_activity_id")),
    )
    for columns in (
        ["library_id", "noted_by_id", "noted_at"],
        ["library_id", "happened_on"],
        ["noted_by_id"],
        ["theme_id"],
    ):
        name = op.f(f"ix_outside_note_{'_'.join(columns)}")
        op.create_index(name, "outside_note", columns)


def downgrade() -> None:
    op.drop_table("outside_note")
