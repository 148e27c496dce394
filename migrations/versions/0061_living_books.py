"""living books: people who are lent for a talk"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

TABLES = [
    "living_day",
    "living_slot",
    "living_book",
    "living_sitting",
    "living_loan",
    "living_wish",
]


def upgrade() -> None:
    op.create_table(
        "living_day",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("pause_minutes", sa.Integer(), nullable=False),
        sa.Column("break_after", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("known_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_cancelled", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "break_after >= 0 AND break_minutes BETWEEN 0 AND 120",
            name=op.f("ck_living_day_break_sane"),
        ),
        sa.CheckConstraint("pause_minutes BETWEEN 0 AND 30", name=op.f("ck_living_day_pause_sane")),
        sa.CheckConstraint(
            "slot_minutes BETWEEN 20 AND 30", name=op.f("ck_living_day_slot_minutes_sane")
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_living_day_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_living_day_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gathering_id", name=op.f("pk_living_day")),
    )
    op.create_index(op.f("ix_living_day_library_id"), "living_day", ["library_id"])
    op.create_table(
        "living_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins >= 0", name=op.f("ck_living_slot_begins_sane")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["living_day.gathering_id"],
            name=op.f("fk_living_slot_gathering_id_living_day"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_living_slot_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_living_slot")),
        sa.UniqueConstraint(
            "gathering_id", "begins", name=op.f("uq_living_slot_gathering_id_begins")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_living_slot_library_id"), "living_slot", ["library_id"])
    op.create_table(
        "living_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("sentence", sa.String(length=240), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("tongues", sa.String(200), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(40), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_living_book_answered_at")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_living_book_said")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL)", name=op.f("ck_living_book_answered_by")
        ),
        sa.CheckConstraint("readers BETWEEN 1 AND 8", name=op.f("ck_living_book_readers_sane")),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
            name=op.f("fk_living_book_entry_id_entry"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["living_day.gathering_id"],
            name=op.f("fk_living_book_gathering_id_living_day"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_living_book_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_living_book_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_living_book")),
        sa.UniqueConstraint(
            "gathering_id", "person_id", name=op.f("uq_living_book_gathering_id_person_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_living_book_entry_id"), "living_book", ["entry_id"])
    op.create_index(op.f("ix_living_book_library_id"), "living_book", ["library_id"])
    op.create_index(op.f("ix_living_book_person_id"), "living_book", ["person_id"])
    op.create_table(
        "living_sitting",
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("readers BETWEEN 1 AND 8", name=op.f("ck_living_sitting_readers_sane")),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= readers", name=op.f("ck_living_sitting_never_oversold")
        ),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["living_book.id"],
            name=op.f("fk_living_sitting_book_id_living_book"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_living_sitting_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["living_slot.id"],
            name=op.f("fk_living_sitting_slot_id_living_slot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("book_id", "slot_id", name=op.f("pk_living_sitting")),
    )
    op.create_index(
        op.f("ix_living_sitting_library_id"), "living_sitting", ["library_id"], unique=False
    )
    op.create_index(op.f("ix_living_sitting_slot_id"), "living_sitting", ["slot_id"])
    op.create_table(
        "living_loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("borrowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(sign_up_id IS NULL) <> (key IS NULL)",
            name=op.f("ck_living_loan_signed_up_or_walked_in"),
        ),
        sa.CheckConstraint(
            "back_at IS NULL OR borrowed_at IS NOT NULL",
            name=op.f("ck_living_loan_back_after_loan"),
        ),
        sa.CheckConstraint(
            "given_up_at IS NULL OR borrowed_at IS NULL",
            name=op.f("ck_living_loan_given_up_before"),
        ),
        sa.CheckConstraint("people BETWEEN 1 AND 8", name=op.f("ck_living_loan_people_sane")),
        sa.ForeignKeyConstraint(
            ["book_id", "slot_id"],
            ["living_sitting.book_id", "living_sitting.slot_id"],
            name="fk_living_loan_book_id_living_sitting",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["living_day.gathering_id"],
            name=op.f("fk_living_loan_gathering_id_living_day"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_living_loan_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_living_loan_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_living_loan")),
        sa.UniqueConstraint("gathering_id", "key", name=op.f("uq_living_loan_gathering_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_living_loan_book_id_slot_id"), "living_loan", ["book_id", "slot_id"], unique=False
    )
    op.create_index(op.f("ix_living_loan_library_id"), "living_loan", ["library_id"])
    op.create_index(op.f("ix_living_loan_slot_id"), "living_loan", ["slot_id"])
    op.create_index(
        "uq_living_loan_at_once",
        "living_loan",
        ["sign_up_id", "slot_id"],
        unique=True,
        sqlite_where=sa.text("given_up_at IS NULL"),
        postgresql_where=sa.text("given_up_at IS NULL"),
    )
    op.create_index(
        "uq_living_loan_twice",
        "living_loan",
        ["sign_up_id", "book_id"],
        unique=True,
        sqlite_where=sa.text("given_up_at IS NULL"),
        postgresql_where=sa.text("given_up_at IS NULL"),
    )
    op.create_table(
        "living_wish",
        sa.Column("sign_up_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 3", name=op.f("ck_living_wish_rank_sane")),
        sa.ForeignKeyConstraint(
            ["book_id"],
            ["living_book.id"],
            name=op.f("fk_living_wish_book_id_living_book"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_living_wish_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_living_wish_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_up_id", "rank", name=op.f("pk_living_wish")),
        sa.UniqueConstraint(
            "sign_up_id", "book_id", name=op.f("uq_living_wish_sign_up_id_book_id")
        ),
    )
    op.create_index(op.f("ix_living_wish_book_id"), "living_wish", ["book_id"])
    op.create_index(op.f("ix_living_wish_library_id"), "living_wish", ["library_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
