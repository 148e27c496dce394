"""lists of offers, and what came of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "offer_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("was_agreed", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _to("offer_list", "library_id", "library"),
        _to("offer_list", "made_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_list")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_offer_list_library_id_made_at"), "offer_list", ["library_id", "made_at"]
    )
    op.create_index(op.f("ix_offer_list_made_by_id"), "offer_list", ["made_by_id"])
    op.create_table(
        "offer_list_entry",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("line_hash", sa.String(length=64), nullable=False),
        _to("offer_list_entry", "entry_id", "entry"),
        _to("offer_list_entry", "library_id", "library"),
        _to("offer_list_entry", "list_id", "offer_list"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_offer_list_entry")),
        sa.UniqueConstraint(
            "library_id", "line_hash", name=op.f("uq_offer_list_entry_library_id_line_hash")
        ),
    )
    op.create_index(op.f("ix_offer_list_entry_list_id"), "offer_list_entry", ["list_id"])


def downgrade() -> None:
    op.drop_table("offer_list_entry")
    op.drop_table("offer_list")
