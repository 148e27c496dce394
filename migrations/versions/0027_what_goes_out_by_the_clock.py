"""what goes out by the clock, and who wants it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "library_rhythm",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.String(200), nullable=False),
        sa.Column("has_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "digest_weekday BETWEEN 0 AND 6", name=op.f("ck_library_rhythm_weekday")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_library_rhythm_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("library_id", name=op.f("pk_library_rhythm")),
    )
    op.create_table(
        "mail_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("reminders", sa.String(200), nullable=False),
        sa.Column("digest_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kinds", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_mail_wish_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_mail_wish_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_wish")),
        sa.UniqueConstraint(
            "library_id", "person_id", name=op.f("uq_mail_wish_library_id_person_id")
        ),
    )
    op.create_index("ix_mail_wish_person_id", "mail_wish", ["person_id"])
    _joins("theme", ondelete=None)
    _joins("branch", ondelete="CASCADE")


def _joins(other: str, *, ondelete: str | None) -> None:
    table = f"mail_wish_{other}"
    op.create_table(
        table,
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column(f"{other}_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wish_id"],
            ["mail_wish.id"],
            name=op.f(f"fk_{table}_wish_id_mail_wish"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            [f"{other}_id"],
            [f"{other}.id"],
            name=op.f(f"fk_{table}_{other}_id_{other}"),
            ondelete=ondelete,
        ),
        sa.PrimaryKeyConstraint("wish_id", f"{other}_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(f"ix_{table}_{other}_id", table, [f"{other}_id"])


def downgrade() -> None:
    for table in ("mail_wish_branch", "mail_wish_theme", "mail_wish", "library_rhythm"):
        op.drop_table(table)
