"""keep the trigrams of a document apart on PostgreSQL, in rows that are quick to count

`pg_trgm` reads every text again that its index finds: three quarters of the time of a search. Here
a row of some sixty bytes holds the numbers that a search asks for, and the trigrams lie outside it.
"""

from __future__ import annotations

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

ON_POSTGRESQL = (
    "DROP INDEX ix_search_document_trigram",
    """CREATE FUNCTION search_trigrams_of(said text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT array_agg(DISTINCT one || two || three)
        FROM (SELECT string_to_array(said, NULL) AS each) AS letters,
            unnest(each, each[2:], each[3:]) AS gram (one, two, three)
        WHERE three IS NOT NULL
    $$""",
    """CREATE TABLE search_trigram (
        document_id integer PRIMARY KEY REFERENCES search_document (id) ON DELETE CASCADE,
        library_id integer NOT NULL,
        kind varchar(20) NOT NULL,
        subject_id integer NOT NULL,
        grams text[]
    )""",
    "ALTER TABLE search_trigram ALTER COLUMN grams SET STORAGE EXTERNAL",
    """CREATE FUNCTION search_document_is_put() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO search_trigram VALUES (
            new.id, new.library_id, new.kind, new.subject_id, search_trigrams_of(new.folded)
        )
        ON CONFLICT (document_id) DO UPDATE SET
            library_id = excluded.library_id, kind = excluded.kind,
            subject_id = excluded.subject_id, grams = excluded.grams;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER search_document_is_put
    AFTER INSERT OR UPDATE OF library_id, kind, subject_id, folded ON search_document
    FOR EACH ROW EXECUTE FUNCTION search_document_is_put()""",
    """INSERT INTO search_trigram
    SELECT id, library_id, kind, subject_id, search_trigrams_of(folded) FROM search_document""",
    """CREATE INDEX ix_search_trigram_grams ON search_trigram
    USING gin (grams) WITH (fastupdate = off)""",
)
OFF_POSTGRESQL = (
    "DROP TRIGGER search_document_is_put ON search_document",
    "DROP FUNCTION search_document_is_put",
    "DROP TABLE search_trigram",
    "DROP FUNCTION search_trigrams_of",
    """CREATE INDEX ix_search_document_trigram ON search_document
    USING gin (folded gin_trgm_ops) WITH (fastupdate = off)""",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in ON_POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in OFF_POSTGRESQL:
            op.execute(statement)
