"""the action plan that goes with the meetlat"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("advice", sa.String(length=400), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("let_go_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "done_on IS NULL OR let_go_on IS NULL", name=op.f("ck_plan_action_ends_in_one_way")
        ),
        sa.CheckConstraint(
            "(let_go_on IS NULL) = (why = '')", name=op.f("ck_plan_action_let_go_with_a_reason")
        ),
        sa.CheckConstraint(
            "what <> '' AND who <> ''", name=op.f("ck_plan_action_says_what_and_who")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_plan_action_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["person.id"],
            name=op.f("fk_plan_action_made_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
    )
    op.create_index(
        op.f("ix_plan_action_library_id_due_on"), "plan_action", ["library_id", "due_on"]
    )
    op.create_index(op.f("ix_plan_action_made_by_id"), "plan_action", ["made_by_id"])


def downgrade() -> None:
    op.drop_table("plan_action")
