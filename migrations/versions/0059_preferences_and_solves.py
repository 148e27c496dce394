"""what people prefer, and problems that the engine works on"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

TABLES = ["solve", "preference", "preference_theme", "preference_branch"]


def upgrade() -> None:
    op.create_table(
        "solve",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("wanted_by_id", sa.Integer(), nullable=True),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stop_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("progress BETWEEN 0 AND 1000", name=op.f("ck_solve_progress")),
        sa.CheckConstraint(
            "(state IN ('waiting', 'running')) = (ended_at IS NULL)", name=op.f("ck_solve_ended_at")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_solve_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wanted_by_id"],
            ["person.id"],
            name=op.f("fk_solve_wanted_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solve")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_solve_at_once",
        "solve",
        ["library_id", "kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        op.f("ix_solve_library_id_kind_subject_id"), "solve", ["library_id", "kind", "subject_id"]
    )
    op.create_index(op.f("ix_solve_wanted_by_id"), "solve", ["wanted_by_id"])
    op.create_index(op.f("ix_solve_ended_at"), "solve", ["ended_at"])

    op.create_table(
        "preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("moments", sa.String(200), nullable=False),
        sa.Column("tongues", sa.String(200), nullable=False),
        sa.Column("comes_online", sa.Boolean(), nullable=False),
        sa.Column("mixed_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mixed_words", sa.String(length=500), nullable=False),
        sa.Column("age_class", sa.String(40), nullable=True),
        sa.Column("pc4", sa.String(length=4), nullable=True),
        sa.Column("remembered_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remembered_words", sa.String(length=500), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "mixed_since IS NOT NULL OR (age_class IS NULL AND pc4 IS NULL)",
            name=op.f("ck_preference_mixed_by_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_preference_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_preference_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint(
            "library_id", "person_id", name=op.f("uq_preference_library_id_person_id")
        ),
    )
    op.create_index(op.f("ix_preference_person_id"), "preference", ["person_id"])
    for what, gone in (("theme", None), ("branch", "CASCADE")):
        op.create_table(
            f"preference_{what}",
            sa.Column("preference_id", sa.Integer(), nullable=False),
            sa.Column(f"{what}_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(
                ["preference_id"],
                ["preference.id"],
                name=op.f(f"fk_preference_{what}_preference_id_preference"),
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint(
                [f"{what}_id"],
                [f"{what}.id"],
                name=op.f(f"fk_preference_{what}_{what}_id_{what}"),
                ondelete=gone,
            ),
            sa.PrimaryKeyConstraint(
                "preference_id", f"{what}_id", name=op.f(f"pk_preference_{what}")
            ),
        )
        op.create_index(
            op.f(f"ix_preference_{what}_{what}_id"), f"preference_{what}", [f"{what}_id"]
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
