"""a conversation hangs on a gathering, a theme, an offer or request, a group or a harvest

SQLite cannot let a column go empty that could not, and a copy of the table would take along all
that hangs on it; as in 0023, the words of the table are changed in place.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

#: Column, and the table that it points at.
NEW = {
    "theme_id": "theme",
    "entry_id": "entry",
    "group_id": "residents_group",
    "harvest_id": "harvest",
}
UNIQUE = {
    "ix_conversation_library_id_theme_id": ["library_id", "theme_id"],
    "ix_conversation_entry_id": ["entry_id"],
    "ix_conversation_group_id": ["group_id"],
    "ix_conversation_harvest_id": ["harvest_id"],
}
ONE = "ck_conversation_on_one_thing"
IS_ONE = (
    " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in ("gathering_id", *NEW))
    + " = 1"
)
FILLED, MAY_BE_EMPTY = "gathering_id INTEGER NOT NULL", "gathering_id INTEGER"
ONCE = "CONSTRAINT uq_conversation_gathering_id UNIQUE"
CHECKED = f"CONSTRAINT {ONE} CHECK ({IS_ONE}), \n\t{ONCE}"


def upgrade() -> None:
    for column, table in NEW.items():
        if _is_sqlite():
            op.execute(
                f"ALTER TABLE conversation ADD COLUMN {column} INTEGER"
                f" REFERENCES {table} (id) ON DELETE CASCADE"
            )
        else:
            op.add_column("conversation", sa.Column(column, sa.Integer(), nullable=True))
            op.create_foreign_key(
                op.f(f"fk_conversation_{column}_{table}"),
                "conversation", table, [column], ["id"], ondelete="CASCADE",
            )  # fmt: skip
    if _is_sqlite():
        _reword({FILLED: MAY_BE_EMPTY, ONCE: CHECKED})
    else:
        op.alter_column("conversation", "gathering_id", nullable=True)
        op.create_check_constraint(op.f(ONE), "conversation", IS_ONE)
    for name, columns in UNIQUE.items():
        op.create_index(op.f(name), "conversation", columns, unique=True)
    op.create_index(op.f("ix_conversation_theme_id"), "conversation", ["theme_id"])


def downgrade() -> None:
    # What was said about anything else had no place before.
    op.execute("DELETE FROM conversation WHERE gathering_id IS NULL")
    for name in (*UNIQUE, "ix_conversation_theme_id"):
        op.drop_index(op.f(name), "conversation")
    if _is_sqlite():
        _reword({CHECKED: ONCE, MAY_BE_EMPTY: FILLED})
    else:
        op.drop_constraint(op.f(ONE), "conversation", type_="check")
        op.alter_column("conversation", "gathering_id", nullable=False)
    for column in reversed(NEW):
        op.drop_column("conversation", column)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _reword(changes: dict[str, str]) -> None:
    bind = op.get_bind()
    version = bind.scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    for old, new in changes.items():
        bind.execute(
            sa.text(
                "UPDATE sqlite_master SET sql = replace(sql, :old, :new)"
                " WHERE type = 'table' AND name = 'conversation'"
            ),
            {"old": old, "new": new},
        )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")
