"""what partners are asked to confirm, and what they think of us"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points_at(
    table: str, column: str, other: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "quarter_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("mailed_to", sa.String(254), nullable=False),
        sa.Column("mailed_name", sa.String(120), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("mailings", sa.Integer(), nullable=False),
        _moment("mailed_at"),
        sa.Column("salt", sa.String(32), nullable=False),
        _moment("expires_at", nullable=False),
        _moment("made_at", nullable=False),
        _moment("answered_at"),
        _moment("approved_at"),
        _moment("refused_at"),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        _points_at("quarter_list", "library_id", "library"),
        _points_at("quarter_list", "partner_id", "partner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_list")),
        sa.UniqueConstraint(
            "partner_id", "first_day", name=op.f("uq_quarter_list_partner_id_first_day")
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR refused_at IS NULL",
            name=op.f("ck_quarter_list_not_approved_and_refused"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL AND refused_at IS NULL) OR reason <> ''",
            name=op.f("ck_quarter_list_decided_with_a_reason"),
        ),
    )
    op.create_index(
        op.f("ix_quarter_list_library_id_first_day"), "quarter_list", ["library_id", "first_day"]
    )
    op.create_table(
        "quarter_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("room", sa.Boolean(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        _moment("answered_at"),
        sa.Column("was_there", sa.Boolean(), nullable=False),
        sa.Column("their_minutes", sa.Integer(), nullable=False),
        sa.Column("their_room", sa.Boolean(), nullable=False),
        sa.Column("their_cents", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(300), nullable=False),
        _moment("counted_at"),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("settlement", sa.String(40), nullable=True),
        _moment("settled_at"),
        _points_at("quarter_line", "library_id", "library"),
        _points_at("quarter_line", "list_id", "quarter_list"),
        _points_at("quarter_line", "gathering_id", "gathering", "SET NULL"),
        _points_at("quarter_line", "goal_id", "partner_goal", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_line")),
        sa.UniqueConstraint("list_id", "position", name=op.f("uq_quarter_line_list_id_position")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_quarter_line_answered_at_a_moment"),
        ),
        sa.CheckConstraint(
            "their_minutes BETWEEN 0 AND 60000", name=op.f("ck_quarter_line_their_minutes_sane")
        ),
        sa.CheckConstraint(
            "their_cents BETWEEN 0 AND 100000000", name=op.f("ck_quarter_line_their_cents_sane")
        ),
    )
    for column in ("library_id", "gathering_id", "goal_id"):
        op.create_index(op.f(f"ix_quarter_line_{column}"), "quarter_line", [column])
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("same_goal", sa.Integer(), nullable=True),
        sa.Column("keeps_word", sa.Integer(), nullable=True),
        sa.Column("more_together", sa.Integer(), nullable=True),
        _points_at("judgement", "library_id", "library"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 1 AND 5", name=op.f(f"ck_judgement_{name}_sane"))
            for name in ("same_goal", "keeps_word", "more_together")
        ),
    )
    op.create_index(op.f("ix_judgement_library_id"), "judgement", ["library_id"])
    op.create_table(
        "judgement_given",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        _points_at("judgement_given", "partner_id", "partner"),
        _points_at("judgement_given", "library_id", "library"),
        sa.PrimaryKeyConstraint("partner_id", "year", name=op.f("pk_judgement_given")),
    )
    op.create_index(op.f("ix_judgement_given_library_id"), "judgement_given", ["library_id"])


def downgrade() -> None:
    for table in ("judgement_given", "judgement", "quarter_line", "quarter_list"):
        op.drop_table(table)
