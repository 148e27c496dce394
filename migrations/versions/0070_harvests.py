"""the harvest of a gathering: items, where they came from, who stands by them, editions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

TABLES = [
    "harvest",
    "harvest_edition",
    "harvest_item",
    "harvest_confirmation",
    "harvest_correction",
    "harvest_provenance",
    "quote_consent",
]


def upgrade() -> None:
    op.create_table(
        "harvest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.String(length=600), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("presented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("early_why", sa.String(length=300), nullable=False),
        sa.Column("established_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (presented_at IS NULL AND withdrawn_at IS NULL)",
            name=op.f("ck_harvest_draft_is_unseen"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_harvest_withdrawn_at"),
        ),
        sa.CheckConstraint(
            "established_at IS NULL OR early_why <> '' OR established_at >= corrected_until",
            name=op.f("ck_harvest_both_sides_heard"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'revised') OR published_at IS NOT NULL",
            name=op.f("ck_harvest_published_at"),
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_harvest_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest")),
        sa.UniqueConstraint("gathering_id", name=op.f("uq_harvest_gathering_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_harvest_library_id_state"), "harvest", ["library_id", "state"])
    op.create_table(
        "harvest_edition",
        sa.Column("harvest_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["harvest_id"],
            ["harvest.id"],
            name=op.f("fk_harvest_edition_harvest_id_harvest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_edition_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("harvest_id", "number", name=op.f("pk_harvest_edition")),
    )
    op.create_index(op.f("ix_harvest_edition_library_id"), "harvest_edition", ["library_id"])
    op.create_table(
        "harvest_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("harvest_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("by_librarian", sa.Boolean(), nullable=False),
        sa.Column("is_quote", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (text <> '')",
            name=op.f("ck_harvest_item_taken_back_is_blank"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_harvest_item_version")),
        sa.ForeignKeyConstraint(
            ["harvest_id"],
            ["harvest.id"],
            name=op.f("fk_harvest_item_harvest_id_harvest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_item_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_harvest_item_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_item")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_harvest_item_harvest_id_position"), "harvest_item", ["harvest_id", "position"]
    )
    op.create_index(op.f("ix_harvest_item_library_id"), "harvest_item", ["library_id"])
    op.create_index(op.f("ix_harvest_item_theme_id"), "harvest_item", ["theme_id"])
    op.create_table(
        "harvest_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("table_no", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "sign_up_id IS NULL OR table_no IS NULL",
            name=op.f("ck_harvest_confirmation_one_of_both"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["harvest_item.id"],
            name=op.f("fk_harvest_confirmation_item_id_harvest_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_confirmation_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_harvest_confirmation_sign_up_id_sign_up"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_confirmation")),
        sa.UniqueConstraint(
            "item_id", "sign_up_id", name=op.f("uq_harvest_confirmation_item_id_sign_up_id")
        ),
        sa.UniqueConstraint(
            "item_id", "table_no", name=op.f("uq_harvest_confirmation_item_id_table_no")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_harvest_confirmation_library_id"), "harvest_confirmation", ["library_id"]
    )
    op.create_index(
        op.f("ix_harvest_confirmation_sign_up_id"), "harvest_confirmation", ["sign_up_id"]
    )
    op.create_table(
        "harvest_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("harvest_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("take_back", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["harvest_id"],
            ["harvest.id"],
            name=op.f("fk_harvest_correction_harvest_id_harvest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["harvest_item.id"],
            name=op.f("fk_harvest_correction_item_id_harvest_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_correction_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_harvest_correction_sign_up_id_sign_up"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_harvest_correction_harvest_id_made_at"),
        "harvest_correction",
        ["harvest_id", "made_at"],
    )
    op.create_index(op.f("ix_harvest_correction_item_id"), "harvest_correction", ["item_id"])
    op.create_index(op.f("ix_harvest_correction_library_id"), "harvest_correction", ["library_id"])
    op.create_index(op.f("ix_harvest_correction_sign_up_id"), "harvest_correction", ["sign_up_id"])
    op.create_table(
        "harvest_provenance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("table_no", sa.Integer(), nullable=True),
        sa.Column("round_no", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "note_id IS NULL OR contribution_id IS NULL",
            name=op.f("ck_harvest_provenance_one_source"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contribution.id"],
            name=op.f("fk_harvest_provenance_contribution_id_contribution"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["harvest_item.id"],
            name=op.f("fk_harvest_provenance_item_id_harvest_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_harvest_provenance_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["table_note.id"],
            name=op.f("fk_harvest_provenance_note_id_table_note"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_provenance")),
        sa.UniqueConstraint(
            "item_id", "contribution_id", name=op.f("uq_harvest_provenance_item_id_contribution_id")
        ),
        sa.UniqueConstraint(
            "item_id", "note_id", name=op.f("uq_harvest_provenance_item_id_note_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_harvest_provenance_contribution_id"), "harvest_provenance", ["contribution_id"]
    )
    op.create_index(op.f("ix_harvest_provenance_library_id"), "harvest_provenance", ["library_id"])
    op.create_index(op.f("ix_harvest_provenance_note_id"), "harvest_provenance", ["note_id"])
    op.create_table(
        "quote_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("says_yes", sa.Boolean(), nullable=True),
        sa.Column("how", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(says_yes IS NULL) = (answered_at IS NULL)", name=op.f("ck_quote_consent_answered_at")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["harvest_item.id"],
            name=op.f("fk_quote_consent_item_id_harvest_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_quote_consent_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_quote_consent_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_consent")),
        sa.UniqueConstraint(
            "item_id",
            "version",
            "person_id",
            name=op.f("uq_quote_consent_item_id_version_person_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quote_consent_library_id"), "quote_consent", ["library_id"])
    op.create_index(op.f("ix_quote_consent_person_id"), "quote_consent", ["person_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
