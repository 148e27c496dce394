"""where staff have their work accounts, and whose is whose"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("sealed_secret", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        _points("work_provider", "library_id", "library"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_provider")),
        sa.UniqueConstraint("library_id", name=op.f("uq_work_provider_library_id")),
    )
    op.create_table(
        "work_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        _points("work_account", "library_id", "library"),
        _points("work_account", "provider_id", "work_provider"),
        _points("work_account", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_account")),
        # An account and a person have at most one of each other.
        *(
            sa.UniqueConstraint(
                "provider_id", column, name=op.f(f"uq_work_account_provider_id_{column}")
            )
            for column in ("subject", "person_id")
        ),
    )
    for column in ("library_id", "person_id"):
        op.create_index(op.f(f"ix_work_account_{column}"), "work_account", [column])


def downgrade() -> None:
    op.drop_table("work_account")
    op.drop_table("work_provider")


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
