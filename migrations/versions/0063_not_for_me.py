"""what somebody does not want suggested again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "not_for_me",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{of}_id"],
                [f"{of}.id"],
                name=op.f(f"fk_not_for_me_{of}_id_{of}"),
                ondelete="CASCADE",
            )
            for of in ("library", "person", "gathering")
        ),
        sa.PrimaryKeyConstraint(
            "library_id", "person_id", "gathering_id", name=op.f("pk_not_for_me")
        ),
    )
    op.create_index(op.f("ix_not_for_me_person_id"), "not_for_me", ["person_id"])
    op.create_index(op.f("ix_not_for_me_gathering_id"), "not_for_me", ["gathering_id"])


def downgrade() -> None:
    op.drop_table("not_for_me")
