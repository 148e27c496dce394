"""promises: who does what by when, and what became of it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("harvest_id", sa.Integer(), nullable=True),
        sa.Column("harvest_item_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_activity_id", sa.Integer(), nullable=True),
        sa.Column("kept_activity_id", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.CheckConstraint("what <> ''", name=op.f("ck_promise_said")),
        sa.CheckConstraint(
            "person_id IS NULL OR who = 'person'", name=op.f("ck_promise_of_a_person")
        ),
        sa.CheckConstraint(
            "partner_id IS NULL OR who = 'partner'", name=op.f("ck_promise_of_a_partner")
        ),
        sa.CheckConstraint(
            "who <> 'library' OR agreed_at IS NOT NULL", name=op.f("ck_promise_of_the_library")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'let_go')) = (settled_at IS NOT NULL)",
            name=op.f("ck_promise_settled"),
        ),
        sa.CheckConstraint(
            "NOT is_named OR agreed_at IS NOT NULL", name=op.f("ck_promise_named_with_a_yes")
        ),
        sa.CheckConstraint(
            "denied_at IS NULL OR (state = 'let_go' AND NOT is_named)",
            name=op.f("ck_promise_denied_is_let_go"),
        ),
        sa.CheckConstraint("reminders BETWEEN 0 AND 2", name=op.f("ck_promise_reminders_sane")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_promise_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["harvest_id"],
            ["harvest.id"],
            name=op.f("fk_promise_harvest_id_harvest"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["harvest_item_id"],
            ["harvest_item.id"],
            name=op.f("fk_promise_harvest_item_id_harvest_item"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_promise_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["partner.id"],
            name=op.f("fk_promise_partner_id_partner"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_promise_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("gathering_id", "once", name=op.f("uq_promise_gathering_id_once")),
        sqlite_autoincrement=True,
    )
    for columns in (
        ["harvest_id"], ["harvest_item_id"], ["library_id", "state"], ["partner_id"], ["person_id"],
    ):  # fmt: skip
        op.create_index(op.f(f"ix_promise_{'_'.join(columns)}"), "promise", columns)
    op.create_table(
        "promise_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_promise_change_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["promise_id"],
            ["promise.id"],
            name=op.f("fk_promise_change_promise_id_promise"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_promise_change_library_id"), "promise_change", ["library_id"])
    op.create_index(op.f("ix_promise_change_promise_id_id"), "promise_change", ["promise_id", "id"])


def downgrade() -> None:
    op.drop_table("promise_change")
    op.drop_table("promise")
