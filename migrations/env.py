"""How Alembic finds our tables; runs inside the app, on whatever database it is set to."""

from __future__ import annotations

from typing import Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from community.db import WRITING, Base, UtcDateTime, Word, Words
from community.search.models import is_of_trigrams


def _plain(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as what the database sees: a migration outlives our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word):
        return "sa.String(40)"
    if kind == "type" and isinstance(item, Words):
        return "sa.String(200)"
    return False


def _is_of_a_model(name: str | None, kind: str, _parents: object) -> bool:
    return kind not in {"table", "index"} or not is_of_trigrams(name)


def _configure(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter a table: batch mode copies it. Triggers do not survive a copy;
        # a migration that touches a table with triggers puts them back (a guard test looks).
        render_as_batch=True,
        compare_type=True,
        include_name=_is_of_a_model,
        render_item=_plain,
        transaction_per_migration=True,
    )


given = context.config.attributes.get("connection")
if given is not None:
    # Whoever hands its own connection (a copy that is put back) commits, or does not.
    _configure(given)
    context.run_migrations()
else:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**WRITING[engine.dialect.name]) as connection:
        _configure(connection)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
