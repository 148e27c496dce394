"""match rounds: people say what they would like, and everybody is placed at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

TABLES = [
    "match_round",
    "match_round_gathering",
    "match_round_person",
    "match_round_choice",
]


def _to(table: str, column: str, other: str, *, gone: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=gone)


def upgrade() -> None:
    op.create_table(
        "match_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("population", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR called_off_at IS NULL", name=op.f("ck_match_round_one_end")
        ),
        sa.CheckConstraint("least >= 0", name=op.f("ck_match_round_least")),
        _to("match_round", "library_id", "library"),
        _to("match_round", "made_by_id", "person", gone="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_round")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_match_round_library_id"), "match_round", ["library_id"])
    op.create_index(op.f("ix_match_round_made_by_id"), "match_round", ["made_by_id"])
    op.create_table(
        "match_round_gathering",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        _to("match_round_gathering", "round_id", "match_round"),
        _to("match_round_gathering", "gathering_id", "gathering"),
        _to("match_round_gathering", "library_id", "library"),
        sa.PrimaryKeyConstraint("round_id", "gathering_id", name=op.f("pk_match_round_gathering")),
        sa.UniqueConstraint(
            "library_id",
            "gathering_id",
            name=op.f("uq_match_round_gathering_library_id_gathering_id"),
        ),
    )
    op.create_index(
        op.f("ix_match_round_gathering_gathering_id"), "match_round_gathering", ["gathering_id"]
    )
    op.create_table(
        "match_round_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declines", sa.Boolean(), nullable=False),
        sa.Column("surprise", sa.Boolean(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        _to("match_round_person", "library_id", "library"),
        _to("match_round_person", "round_id", "match_round"),
        _to("match_round_person", "person_id", "person"),
        _to("match_round_person", "gathering_id", "gathering", gone="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_round_person")),
        sa.UniqueConstraint(
            "round_id", "person_id", name=op.f("uq_match_round_person_round_id_person_id")
        ),
    )
    for name, columns in {
        "library_id_person_id": ["library_id", "person_id"],
        "person_id": ["person_id"],
        "gathering_id": ["gathering_id"],
    }.items():
        op.create_index(op.f(f"ix_match_round_person_{name}"), "match_round_person", columns)
    op.create_table(
        "match_round_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.CheckConstraint("position BETWEEN 1 AND 5", name=op.f("ck_match_round_choice_position")),
        _to("match_round_choice", "library_id", "library"),
        _to("match_round_choice", "participant_id", "match_round_person"),
        _to("match_round_choice", "gathering_id", "gathering"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_round_choice")),
        sa.UniqueConstraint(
            "participant_id",
            "gathering_id",
            name=op.f("uq_match_round_choice_participant_id_gathering_id"),
        ),
        sa.UniqueConstraint(
            "participant_id", "position", name=op.f("uq_match_round_choice_participant_id_position")
        ),
    )
    op.create_index(op.f("ix_match_round_choice_library_id"), "match_round_choice", ["library_id"])
    op.create_index(
        op.f("ix_match_round_choice_gathering_id"), "match_round_choice", ["gathering_id"]
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
