"""find documents by their trigrams

On PostgreSQL this needs the extension `pg_trgm`, which comes with PostgreSQL and which the owner
of a database may make. Who is not the owner asks whoever is to run, once, in this database:

    CREATE EXTENSION IF NOT EXISTS pg_trgm;

On SQLite it needs FTS5 with the tokenizer `trigram` (SQLite 3.34 or later; Python's own has both).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

ASK = (
    "This database lacks the extension pg_trgm, and the user of COMMUNITY_DATABASE_URL may not"
    " make it. Let an owner of the database run: CREATE EXTENSION IF NOT EXISTS pg_trgm;"
)

#: The index keeps no copy of the text: triggers keep it in step, cascades included.
ON_SQLITE = (
    """CREATE VIRTUAL TABLE search_trigram USING fts5(
        folded, content='search_document', content_rowid='id', tokenize='trigram',
        detail='none', columnsize=0
    )""",
    """CREATE TRIGGER search_document_is_put AFTER INSERT ON search_document BEGIN
        INSERT INTO search_trigram (rowid, folded) VALUES (new.id, new.folded);
    END""",
    """CREATE TRIGGER search_document_is_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_trigram (search_trigram, rowid, folded)
        VALUES ('delete', old.id, old.folded);
    END""",
    """CREATE TRIGGER search_document_is_changed AFTER UPDATE OF folded ON search_document BEGIN
        INSERT INTO search_trigram (search_trigram, rowid, folded)
        VALUES ('delete', old.id, old.folded);
        INSERT INTO search_trigram (rowid, folded) VALUES (new.id, new.folded);
    END""",
    "INSERT INTO search_trigram (search_trigram) VALUES ('rebuild')",
)
OFF_SQLITE = (
    "DROP TRIGGER search_document_is_put",
    "DROP TRIGGER search_document_is_removed",
    "DROP TRIGGER search_document_is_changed",
    "DROP TABLE search_trigram",
)
INDEX = (
    "CREATE INDEX ix_search_document_trigram ON search_document"
    " USING gin (folded gin_trgm_ops) WITH (fastupdate = off)"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in ON_SQLITE:
            op.execute(statement)
        return
    try:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.ProgrammingError as error:
        raise SystemExit(ASK) from error
    op.execute(INDEX)


def downgrade() -> None:
    """The extension stays: others may use it, and not everybody may make it again."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in OFF_SQLITE:
            op.execute(statement)
    else:
        op.drop_index("ix_search_document_trigram", "search_document")
