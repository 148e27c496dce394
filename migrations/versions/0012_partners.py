"""partners, and what they bring to a gathering"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
        sa.Column("kvk", sa.String(8), nullable=False),
        sa.Column("domain", sa.String(253), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        _moment("created_at"),
        _points_at("partner", "library_id", "library"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("library_id", "name", name=op.f("uq_partner_library_id_name")),
        sa.CheckConstraint(
            "kvk = '' OR length(kvk) = 8", name=op.f("ck_partner_kvk_has_eight_digits")
        ),
    )
    op.create_table(
        "partner_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("gets_list", sa.Boolean(), nullable=False),
        _points_at("partner_contact", "library_id", "library"),
        _points_at("partner_contact", "partner_id", "partner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_contact")),
    )
    op.create_index(op.f("ix_partner_contact_library_id"), "partner_contact", ["library_id"])
    op.create_index(op.f("ix_partner_contact_partner_id"), "partner_contact", ["partner_id"])
    op.create_index(
        "uq_partner_contact_gets_list",
        "partner_contact",
        ["partner_id"],
        unique=True,
        sqlite_where=sa.text("gets_list"),
        postgresql_where=sa.text("gets_list"),
    )
    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("room", sa.Boolean(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(120), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        _moment("confirmed_at", nullable=True),
        _moment("listed_at", nullable=True),
        _moment("created_at"),
        _points_at("partnership", "library_id", "library"),
        _points_at("partnership", "gathering_id", "gathering"),
        _points_at("partnership", "partner_id", "partner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
        sa.UniqueConstraint(
            "gathering_id", "partner_id", name=op.f("uq_partnership_gathering_id_partner_id")
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 60000", name=op.f("ck_partnership_minutes_sane")),
        sa.CheckConstraint("cents BETWEEN 0 AND 100000000", name=op.f("ck_partnership_cents_sane")),
    )
    op.create_index(
        op.f("ix_partnership_library_id_partner_id"), "partnership", ["library_id", "partner_id"]
    )
    op.create_index(op.f("ix_partnership_partner_id"), "partnership", ["partner_id"])
    op.create_table(
        "partner_goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        _moment("confirmed_at", nullable=True),
        _moment("listed_at", nullable=True),
        sa.Column("look_back", sa.String(500), nullable=False),
        sa.Column("looked_back_on", sa.Date(), nullable=True),
        _moment("look_back_confirmed_at", nullable=True),
        _moment("look_back_listed_at", nullable=True),
        _moment("created_at"),
        _points_at("partner_goal", "library_id", "library"),
        _points_at("partner_goal", "partner_id", "partner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_goal")),
    )
    op.create_index(op.f("ix_partner_goal_library_id"), "partner_goal", ["library_id"])
    op.create_index(op.f("ix_partner_goal_partner_id"), "partner_goal", ["partner_id"])
    op.create_table(
        "contact_moment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        _moment("created_at"),
        _points_at("contact_moment", "library_id", "library"),
        _points_at("contact_moment", "partner_id", "partner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_moment")),
    )
    op.create_index(op.f("ix_contact_moment_library_id"), "contact_moment", ["library_id"])
    op.create_index(
        op.f("ix_contact_moment_partner_id_happened_on"),
        "contact_moment",
        ["partner_id", "happened_on"],
    )


def downgrade() -> None:
    for table in ("contact_moment", "partner_goal", "partnership", "partner_contact", "partner"):
        op.drop_table(table)
