"""numbers that the log and the outbox know are given once

SQLite gives the number of a removed row to the next one, and PostgreSQL never does. The table is
not copied for it: what changes is how new numbers are chosen, not what is on disk, and for that
SQLite lets the words of a table be changed in place.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("gathering", "person", "sign_up", "team")
FREE, ONCE = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"


def upgrade() -> None:
    _reword(FREE, ONCE)


def downgrade() -> None:
    _reword(ONCE, FREE)


def _reword(old: str, new: str) -> None:
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    # The table in which SQLite keeps the highest numbers comes with the first table that asks.
    op.execute("CREATE TABLE asks (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    op.execute("DROP TABLE asks")
    version = bind.scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    for table in TABLES:
        bind.execute(
            sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :old, :new)"
                " WHERE type = 'table' AND name = :name"
            ),
            {"old": old, "new": new, "name": table},
        )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
