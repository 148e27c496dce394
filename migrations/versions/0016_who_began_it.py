"""who began a gathering, and how they confirmed that"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points_at(column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_initiation_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "initiation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("mailed_to", sa.String(254), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        _moment("named_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("confirmed_at"),
        sa.Column("proof", sa.String(40), nullable=True),
        sa.Column("wording", sa.String(300), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        _moment("denied_at"),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        _points_at("library_id", "library", "CASCADE"),
        _points_at("gathering_id", "gathering", "CASCADE"),
        _points_at("person_id", "person", "SET NULL"),
        _points_at("group_id", "residents_group", "SET NULL"),
        _points_at("partner_id", "partner", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiation")),
        sa.UniqueConstraint("gathering_id", name=op.f("uq_initiation_gathering_id")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (proof IS NULL)",
            name=op.f("ck_initiation_confirmed_by_a_proof"),
        ),
        sa.CheckConstraint(
            "proof IS NULL OR proof = 'mail' OR wording <> ''",
            name=op.f("ck_initiation_spoken_in_words"),
        ),
        sa.CheckConstraint("kind <> 'library'", name=op.f("ck_initiation_not_the_library")),
    )
    for column in ("library_id", "person_id", "group_id", "partner_id"):
        op.create_index(op.f(f"ix_initiation_{column}"), "initiation", [column])


def downgrade() -> None:
    op.drop_table("initiation")
