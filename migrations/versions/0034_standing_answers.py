"""answers of the tally card that somebody gave once, to be counted by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_answer",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("been_before", sa.Boolean(), nullable=True),
        sa.Column("age_class", sa.String(40), nullable=True),
        sa.Column("pc4", sa.String(length=4), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_standing_answer_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_standing_answer_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", "person_id", name=op.f("pk_standing_answer")),
    )
    op.create_index(op.f("ix_standing_answer_person_id"), "standing_answer", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_standing_answer_person_id"), table_name="standing_answer")
    op.drop_table("standing_answer")
