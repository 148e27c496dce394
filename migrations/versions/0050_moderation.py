"""appeals that end, who was told, and what is hidden with everything of a person"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

CASE = "moderation_case"
#: At their end and by themselves: SQLite adds a column without copying the table.
ADDED = {CASE: ["hidden_at", "told_at"], "report": ["told_at"]}

case = sa.table(CASE, sa.column("id", sa.Integer), sa.column("salt", sa.String))


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name in columns:
            op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column(CASE, sa.Column("salt", sa.String(length=32), server_default="", nullable=False))
    rows = op.get_bind()
    for case_id in rows.scalars(sa.select(case.c.id)).all():
        salted = sa.update(case).where(case.c.id == case_id).values(salt=secrets.token_hex(16))
        rows.execute(salted)
    op.drop_index(op.f("ix_moderation_case_appeals_id"), CASE)
    op.create_index("uq_moderation_case_appeals_id", CASE, ["appeals_id"], unique=True)
    op.create_table(
        "moderation_swept",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("waited", sa.String(40), nullable=True),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_moderation_swept_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_moderation_swept_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "library_id", "subject_kind", "subject_id", name=op.f("pk_moderation_swept")
        ),
    )
    op.create_index(op.f("ix_moderation_swept_person_id"), "moderation_swept", ["person_id"])


def downgrade() -> None:
    op.drop_table("moderation_swept")
    op.drop_index("uq_moderation_case_appeals_id", CASE)
    op.create_index(op.f("ix_moderation_case_appeals_id"), CASE, ["appeals_id"])
    op.drop_column(CASE, "salt")
    for table, columns in ADDED.items():
        for name in columns:
            op.drop_column(table, name)
