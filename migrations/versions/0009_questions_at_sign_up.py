"""questions at sign-up, access needs and children"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in batch mode: on SQLite that copies the table, and dropping the old one empties every
    # table that points at it.
    op.add_column("gathering", sa.Column("questions", sa.JSON(), nullable=True))
    op.add_column(
        "gathering",
        sa.Column("takes_children", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE gathering SET takes_children = true"
        " WHERE audience = 'children' AND NOT is_sensitive"
    )
    _create(
        "sign_up_answer",
        "question",
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
    )
    _create(
        "access_need",
        None,
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_access_need_said")),
    )
    _create(
        "sign_up_child",
        "position",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.CheckConstraint("first_name <> ''", name=op.f("ck_sign_up_child_named")),
    )


def _create(table: str, key: str | None, *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    """Something that belongs to a sign-up, and goes with it; several of it by `key`."""
    keys = [key] if key else []
    op.create_table(
        table,
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f(f"fk_{table}_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f(f"fk_{table}_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_up_id", *keys, name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_library_id"), table, ["library_id"])


def downgrade() -> None:
    for table in ("sign_up_child", "access_need", "sign_up_answer"):
        op.drop_table(table)
    op.drop_column("gathering", "takes_children")
    op.drop_column("gathering", "questions")
