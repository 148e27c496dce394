"""who of the staff read whose data"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

ONCE = {
    "person": (["person_id"], "person_id IS NOT NULL"),
    "gathering": (["gathering_id"], "gathering_id IS NOT NULL"),
    "everybody": ([], "person_id IS NULL AND gathering_id IS NULL"),
}


def upgrade() -> None:
    op.create_table(
        "access_read",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "person_id IS NULL OR gathering_id IS NULL",
            name=op.f("ck_access_read_one_or_a_list"),
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_access_read_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"],
            ["person.id"],
            name=op.f("fk_access_read_reader_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_access_read_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_read")),
    )
    for column in ("person_id", "gathering_id", "read_at"):
        op.create_index(op.f(f"ix_access_read_{column}"), "access_read", [column])
    for name, (about, where) in ONCE.items():
        op.create_index(
            f"uq_access_read_{name}",
            "access_read",
            ["library_id", "reader_id", "what", *about, "hour"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    op.drop_table("access_read")
