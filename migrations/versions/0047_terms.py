"""terms of themes, and what is found by its words"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLES = ["search_document", "term", "search_vector", "term_broader", "term_label", "term_theme"]
#: What is said of these may lay a life open.
SENSITIVE = ["zorg-steun", "geld-recht"]

theme = sa.table("theme", sa.column("slug", sa.String), sa.column("is_sensitive", sa.Boolean))


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_search_document_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint(
            "library_id",
            "kind",
            "subject_id",
            name=op.f("uq_search_document_library_id_kind_subject_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("esco_uri", sa.String(length=200), nullable=True),
        sa.CheckConstraint("label <> ''", name=op.f("ck_term_named")),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_term_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("library_id", "esco_uri", name=op.f("uq_term_library_id_esco_uri")),
        sa.UniqueConstraint("library_id", "folded", name=op.f("uq_term_library_id_folded")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "search_vector",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_hash", sa.String(length=32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["search_document.id"],
            name=op.f("fk_search_vector_document_id_search_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "model", name=op.f("pk_search_vector")),
    )
    op.create_table(
        "term_broader",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("broader_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("term_id <> broader_id", name=op.f("ck_term_broader_not_itself")),
        sa.ForeignKeyConstraint(
            ["broader_id"],
            ["term.id"],
            name=op.f("fk_term_broader_broader_id_term"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_term_broader_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term_id", "broader_id", name=op.f("pk_term_broader")),
    )
    op.create_index(op.f("ix_term_broader_broader_id"), "term_broader", ["broader_id"])

    op.create_table(
        "term_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_term_label_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_term_label_term_id_term"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_label")),
        sa.UniqueConstraint(
            "term_id", "language", "folded", name=op.f("uq_term_label_term_id_language_folded")
        ),
    )
    op.create_index(op.f("ix_term_label_library_id_folded"), "term_label", ["library_id", "folded"])

    op.create_table(
        "term_theme",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["term_id"], ["term.id"], name=op.f("fk_term_theme_term_id_term"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_term_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("term_id", "theme_id", name=op.f("pk_term_theme")),
    )
    op.create_index(op.f("ix_term_theme_theme_id"), "term_theme", ["theme_id"])
    # At its end and by itself: SQLite adds a column without copying the table.
    op.add_column(
        "theme",
        sa.Column("is_sensitive", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(sa.update(theme).where(theme.c.slug.in_(SENSITIVE)).values(is_sensitive=True))


def downgrade() -> None:
    # Not in batch mode: a copy of a table that others point to cannot take its place.
    op.drop_column("theme", "is_sensitive")
    for table in reversed(TABLES):
        op.drop_table(table)
