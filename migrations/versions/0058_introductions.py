"""introductions of people to each other"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

TABLES = ["introduction_block", "introduction", "introduction_message", "introduction_party"]


def upgrade() -> None:
    op.create_table(
        "introduction_block",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked_id"],
            ["person.id"],
            name=op.f("fk_introduction_block_blocked_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_introduction_block_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_introduction_block_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "library_id", "person_id", "blocked_id", name=op.f("pk_introduction_block")
        ),
    )
    op.create_index(op.f("ix_introduction_block_blocked_id"), "introduction_block", ["blocked_id"])

    op.create_table(
        "introduction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.String(length=40), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("introduced_by_id", sa.Integer(), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(40), nullable=True),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_introduction_ended_at")
        ),
        sa.CheckConstraint(
            "state <> 'met' OR met_at IS NOT NULL", name=op.f("ck_introduction_met_at")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_introduction_ended_because")
        ),
        sa.ForeignKeyConstraint(
            ["introduced_by_id"],
            ["person.id"],
            name=op.f("fk_introduction_introduced_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_introduction_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["entry.id"],
            name=op.f("fk_introduction_offer_id_entry"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["entry.id"],
            name=op.f("fk_introduction_request_id_entry"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_introduction_introduced_by_id"), "introduction", ["introduced_by_id"])
    op.create_index(
        op.f("ix_introduction_library_id_state"), "introduction", ["library_id", "state"]
    )
    op.create_index(op.f("ix_introduction_offer_id"), "introduction", ["offer_id"])
    op.create_index(op.f("ix_introduction_request_id"), "introduction", ["request_id"])
    op.create_index(
        "uq_introduction_pair",
        "introduction",
        ["library_id", "pair"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "introduction_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_introduction_message_said")),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_introduction_message_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_introduction_message_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_introduction_message_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_message")),
        sa.UniqueConstraint(
            "introduction_id", "once", name=op.f("uq_introduction_message_introduction_id_once")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_introduction_message_library_id"), "introduction_message", ["library_id"]
    )
    op.create_index(
        op.f("ix_introduction_message_person_id"), "introduction_message", ["person_id"]
    )
    op.create_index(
        op.f("ix_introduction_message_written_at"), "introduction_message", ["written_at"]
    )

    op.create_table(
        "introduction_party",
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("began_it", sa.Boolean(), nullable=False),
        sa.Column("yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("yes_by", sa.String(40), nullable=True),
        sa.Column("shares", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(told_at IS NULL) = (outcome IS NULL)", name=op.f("ck_introduction_party_told")
        ),
        sa.CheckConstraint(
            "(yes_at IS NULL) = (yes_by IS NULL)", name=op.f("ck_introduction_party_yes_by")
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introduction.id"],
            name=op.f("fk_introduction_party_introduction_id_introduction"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_introduction_party_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_introduction_party_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("introduction_id", "side", name=op.f("pk_introduction_party")),
    )
    op.create_index(op.f("ix_introduction_party_library_id"), "introduction_party", ["library_id"])
    op.create_index(op.f("ix_introduction_party_person_id"), "introduction_party", ["person_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
