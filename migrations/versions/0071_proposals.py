"""proposals: an idea for a gathering, who stands behind it, when they can, and a library's term"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

TABLES = [
    "proposal_term",
    "proposal",
    "proposal_backing",
    "proposal_date",
    "proposal_theme",
    "proposal_vote",
]


def upgrade() -> None:
    op.create_table(
        "proposal_term",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 3 AND 60", name=op.f("ck_proposal_term_days_sane")),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_proposal_term_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", name=op.f("pk_proposal_term")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("age_said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.String(length=600), nullable=False),
        sa.Column("asked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(length=600), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(length=20), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(state = 'declined') = (reason IS NOT NULL)",
            name=op.f("ck_proposal_declined_with_a_reason"),
        ),
        sa.CheckConstraint(
            "gathering_id IS NULL OR state IN ('planned', 'done')",
            name=op.f("ck_proposal_planned_has_a_gathering"),
        ),
        sa.CheckConstraint(
            "hidden_at IS NULL OR hidden_why <> ''", name=op.f("ck_proposal_hidden_why")
        ),
        sa.CheckConstraint(
            "state <> 'open' OR (opened_at IS NOT NULL AND answer_by IS NOT NULL)",
            name=op.f("ck_proposal_open_has_a_term"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('planned', 'declined', 'done') OR answered_at IS NOT NULL",
            name=op.f("ck_proposal_answered_at"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_proposal_said")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_proposal_gathering_id_gathering"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_proposal_group_id_residents_group"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_proposal_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_proposal_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_proposal_confirm_by"), "proposal", ["confirm_by"])
    op.create_index(op.f("ix_proposal_gathering_id"), "proposal", ["gathering_id"])
    op.create_index(op.f("ix_proposal_group_id"), "proposal", ["group_id"])
    op.create_index(op.f("ix_proposal_library_id_state"), "proposal", ["library_id", "state"])
    op.create_index(op.f("ix_proposal_person_id"), "proposal", ["person_id"])
    op.create_index(op.f("ix_proposal_state_ended_at"), "proposal", ["state", "ended_at"])

    op.create_table(
        "proposal_backing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("bring", sa.String(length=200), nullable=False),
        sa.Column("age_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_why", sa.String(length=20), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("backed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "bring = '' OR age_said_at IS NOT NULL",
            name=op.f("ck_proposal_backing_no_child_offers"),
        ),
        sa.CheckConstraint(
            "hidden_at IS NULL OR hidden_why <> ''", name=op.f("ck_proposal_backing_hidden_why")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_proposal_backing_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_proposal_backing_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_backing_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_backing")),
        sa.UniqueConstraint(
            "proposal_id", "person_id", name=op.f("uq_proposal_backing_proposal_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_proposal_backing_confirm_by"), "proposal_backing", ["confirm_by"])
    op.create_index(op.f("ix_proposal_backing_library_id"), "proposal_backing", ["library_id"])
    op.create_index(op.f("ix_proposal_backing_person_id"), "proposal_backing", ["person_id"])

    op.create_table(
        "proposal_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_proposal_date_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_date_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_date")),
        sa.UniqueConstraint(
            "proposal_id", "day", "part", name=op.f("uq_proposal_date_proposal_id_day_part")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_proposal_date_library_id"), "proposal_date", ["library_id"])

    op.create_table(
        "proposal_theme",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_proposal_theme_proposal_id_proposal"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_proposal_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "theme_id", name=op.f("pk_proposal_theme")),
    )
    op.create_index(op.f("ix_proposal_theme_theme_id"), "proposal_theme", ["theme_id"])

    op.create_table(
        "proposal_vote",
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("backing_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["backing_id"],
            ["proposal_backing.id"],
            name=op.f("fk_proposal_vote_backing_id_proposal_backing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["date_id"],
            ["proposal_date.id"],
            name=op.f("fk_proposal_vote_date_id_proposal_date"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_proposal_vote_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("date_id", "backing_id", name=op.f("pk_proposal_vote")),
    )
    op.create_index(op.f("ix_proposal_vote_backing_id"), "proposal_vote", ["backing_id"])
    op.create_index(op.f("ix_proposal_vote_library_id"), "proposal_vote", ["library_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
