"""people who are invited to a gathering, and what they answer"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

#: Column, the table it names, and what becomes of it when that row goes.
OF = (
    ("library_id", "library", "CASCADE"),
    ("gathering_id", "gathering", "CASCADE"),
    ("person_id", "person", "CASCADE"),
    ("group_id", "residents_group", "SET NULL"),
)


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = 'waiting') = (answered_at IS NULL)", name=op.f("ck_invitation_answered_at")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_invitation_{column}_{table}"),
                ondelete=then,
            )
            for column, table, then in OF
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "library_id",
            "gathering_id",
            "person_id",
            name=op.f("uq_invitation_library_id_gathering_id_person_id"),
        ),
        sqlite_autoincrement=True,
    )
    for columns in (
        ["gathering_id"],
        ["person_id"],
        ["group_id"],
        ["library_id", "person_id", "invited_at"],
    ):
        op.create_index(op.f("ix_invitation_" + "_".join(columns)), "invitation", columns)


def downgrade() -> None:
    op.drop_table("invitation")
