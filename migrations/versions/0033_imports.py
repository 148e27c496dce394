"""lists of somebody else's, their versions and rows, and what they brought"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    _sources()
    _runs()
    _rows()
    _imported()


def downgrade() -> None:
    for table in ("imported", "import_row", "import_run", "import_source"):
        op.drop_table(table)


def _sources() -> None:
    op.create_table(
        "import_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_calendar", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.String(length=300), nullable=False),
        sa.Column("last_modified", sa.String(length=100), nullable=False),
        sa.Column("fetched_at", WHEN, nullable=True),
        sa.Column("trouble", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", WHEN, nullable=False),
        sa.CheckConstraint(
            "url <> '' OR NOT daily", name=op.f("ck_import_source_daily_has_an_address")
        ),
        _points_at("import_source", "library_id", "library", "CASCADE"),
        _points_at("import_source", "created_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_source")),
    )
    op.create_index("ix_import_source_daily", "import_source", ["daily", "fetched_at"])
    _index("import_source", "library_id")
    _index("import_source", "created_by_id")


def _runs() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("staged", sa.Integer(), nullable=False),
        sa.Column("busy_until", WHEN, nullable=True),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("seen_at", WHEN, nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", WHEN, nullable=False),
        sa.Column("applied_at", WHEN, nullable=True),
        sa.Column("undone_at", WHEN, nullable=True),
        _points_at("import_run", "library_id", "library", "CASCADE"),
        _points_at("import_run", "source_id", "import_source", "CASCADE"),
        _points_at("import_run", "started_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    _index("import_run", "library_id", "started_at")
    for column in ("source_id", "status", "started_by_id"):
        _index("import_run", column)


def _rows() -> None:
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("flaw", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        _points_at("import_row", "library_id", "library", "CASCADE"),
        _points_at("import_row", "run_id", "import_run", "CASCADE"),
        _points_at("import_row", "gathering_id", "gathering", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint(
            "library_id",
            "run_id",
            "position",
            name=op.f("uq_import_row_library_id_run_id_position"),
        ),
    )
    _index("import_row", "run_id", "outcome")
    _index("import_row", "gathering_id")


def _imported() -> None:
    op.create_table(
        "imported",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("written_at", WHEN, nullable=False),
        _points_at("imported", "library_id", "library", "CASCADE"),
        _points_at("imported", "source_id", "import_source", "CASCADE"),
        _points_at("imported", "gathering_id", "gathering", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported")),
        sa.UniqueConstraint(
            "library_id", "source_id", "key", name=op.f("uq_imported_library_id_source_id_key")
        ),
        sa.UniqueConstraint("gathering_id", name=op.f("uq_imported_gathering_id")),
    )
    _index("imported", "source_id")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _points_at(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )
