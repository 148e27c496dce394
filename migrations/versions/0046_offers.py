"""what networks offer, and who takes part"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "network_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_network_offer_ends_after_it_starts")
        ),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND seats", name=op.f("ck_network_offer_never_oversold")
        ),
        sa.CheckConstraint("place <> '' OR link <> ''", name=op.f("ck_network_offer_is_somewhere")),
        _to("network_offer", "network_id", "network"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_offer")),
        sa.UniqueConstraint("network_id", "once", name=op.f("uq_network_offer_network_id_once")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_network_offer_network_id_starts_at"),
        "network_offer",
        ["network_id", "starts_at"],
    )
    op.create_table(
        "network_offer_sign_up",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("signed_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        _to("network_offer_sign_up", "offer_id", "network_offer"),
        _to("network_offer_sign_up", "person_id", "person"),
        _to("network_offer_sign_up", "library_id", "library"),
        sa.PrimaryKeyConstraint("offer_id", "person_id", name=op.f("pk_network_offer_sign_up")),
    )
    for column in ("person_id", "library_id"):
        name = op.f(f"ix_network_offer_sign_up_{column}")
        op.create_index(name, "network_offer_sign_up", [column])


def downgrade() -> None:
    op.drop_table("network_offer_sign_up")
    op.drop_table("network_offer")
