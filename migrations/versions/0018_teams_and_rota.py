"""teams that took part, their lists of a quarter, and the rota"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("front_line", sa.Boolean(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("is_resting", sa.Boolean(), nullable=False),
        _points_at("team", "library_id", "library", "CASCADE"),
        _points_at("team", "lead_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("library_id", "name", name=op.f("uq_team_library_id_name")),
    )
    op.create_index(op.f("ix_team_lead_id"), "team", ["lead_id"])
    op.create_table(
        "team_part",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("added_at", WHEN, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("disputed_at", WHEN, nullable=True),
        sa.Column("dispute_reason", sa.String(length=300), nullable=False),
        sa.Column("dispute_seen_at", WHEN, nullable=True),
        sa.CheckConstraint(
            "(disputed_at IS NULL) = (dispute_reason = '')",
            name=op.f("ck_team_part_a_dispute_has_a_reason"),
        ),
        sa.CheckConstraint(
            "disputed_at IS NULL OR activity_id IS NOT NULL",
            name=op.f("ck_team_part_what_is_disputed_was_logged"),
        ),
        _points_at("team_part", "gathering_id", "gathering", "CASCADE"),
        _points_at("team_part", "team_id", "team"),
        _points_at("team_part", "library_id", "library", "CASCADE"),
        sa.PrimaryKeyConstraint("gathering_id", "team_id", name=op.f("pk_team_part")),
    )
    op.create_index(op.f("ix_team_part_team_id"), "team_part", ["team_id"])
    op.create_index(op.f("ix_team_part_library_id"), "team_part", ["library_id"])
    op.create_table(
        "team_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("confirmed_at", WHEN, nullable=True),
        _points_at("team_list", "library_id", "library", "CASCADE"),
        _points_at("team_list", "team_id", "team", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_list")),
        sa.UniqueConstraint(
            "library_id", "team_id", "quarter", name=op.f("uq_team_list_library_id_team_id_quarter")
        ),
    )
    op.create_index(op.f("ix_team_list_team_id"), "team_list", ["team_id"])
    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=60), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("needed BETWEEN 1 AND 50", name=op.f("ck_shift_needed_sane")),
        sa.CheckConstraint("taken BETWEEN 0 AND needed", name=op.f("ck_shift_never_overfull")),
        _points_at("shift", "library_id", "library", "CASCADE"),
        _points_at("shift", "gathering_id", "gathering", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint("gathering_id", "task", name=op.f("uq_shift_gathering_id_task")),
    )
    op.create_index(op.f("ix_shift_library_id"), "shift", ["library_id"])
    op.create_table(
        "shift_person",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", WHEN, nullable=False),
        _points_at("shift_person", "gathering_id", "gathering", "CASCADE"),
        _points_at("shift_person", "person_id", "person", "CASCADE"),
        _points_at("shift_person", "shift_id", "shift", "CASCADE"),
        _points_at("shift_person", "library_id", "library", "CASCADE"),
        sa.PrimaryKeyConstraint("gathering_id", "person_id", name=op.f("pk_shift_person")),
    )
    for column in ("person_id", "shift_id", "library_id"):
        op.create_index(op.f(f"ix_shift_person_{column}"), "shift_person", [column])


def downgrade() -> None:
    for table in ("shift_person", "shift", "team_list", "team_part", "team"):
        op.drop_table(table)


def _points_at(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )
