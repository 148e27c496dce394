"""the acts of the librarian on whatever people talk about, and marks for the weekly mail"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE TABLE talk_act_was AS SELECT * FROM talk_act")
    op.drop_table("talk_act")
    _acts("conversation_id", "conversation", ("library_id", "means", "ref"))
    # Each thing has a mark of its own now: of a host, a format and a room that is the gathering.
    op.execute(
        "INSERT INTO talk_act (library_id, conversation_id, act, means, ref, happened_at) "
        "SELECT was.library_id, conversation.id, was.act, was.means, CASE "
        "WHEN was.means IN ('host', 'format', 'room') THEN CAST(was.gathering_id AS VARCHAR(40)) "
        "WHEN was.means = 'harvest' THEN CAST(harvest.id AS VARCHAR(20)) || '.' || was.ref "
        "ELSE was.ref END, was.happened_at "
        "FROM talk_act_was was "
        "JOIN conversation ON conversation.gathering_id = was.gathering_id "
        "LEFT JOIN harvest ON harvest.gathering_id = was.gathering_id "
        "WHERE was.means <> 'harvest' OR harvest.id IS NOT NULL ORDER BY was.id"
    )
    op.execute("DROP TABLE talk_act_was")
    op.create_table(
        "talk_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("harvest_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(conversation_id IS NULL) <> (harvest_id IS NULL)",
            name=op.f("ck_talk_mark_one_thing"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{of}_id"],
                [f"{of}.id"],
                name=op.f(f"fk_talk_mark_{of}_id_{of}"),
                ondelete="CASCADE",
            )
            for of in ("library", "conversation", "harvest")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_talk_mark_library_id_marked_at"), "talk_mark", ["library_id", "marked_at"]
    )
    for of in ("conversation", "harvest"):
        op.create_index(op.f(f"ix_talk_mark_{of}_id"), "talk_mark", [f"{of}_id"])


def downgrade() -> None:
    op.drop_table("talk_mark")
    op.execute("CREATE TABLE talk_act_was AS SELECT * FROM talk_act")
    op.drop_table("talk_act")
    _acts("gathering_id", "gathering", ("gathering_id", "means", "ref"))
    # Of what hangs on something else there was no act; nor of a mark.
    op.execute(
        "INSERT INTO talk_act (library_id, gathering_id, act, means, ref, happened_at) "
        "SELECT was.library_id, conversation.gathering_id, was.act, was.means, CASE "
        "WHEN was.means IN ('host', 'format', 'room') THEN was.means "
        "WHEN was.means = 'harvest' THEN REPLACE(was.ref, "
        "CAST(harvest.id AS VARCHAR(20)) || '.', '') "
        "ELSE was.ref END, was.happened_at "
        "FROM talk_act_was was "
        "JOIN conversation ON conversation.id = was.conversation_id "
        "LEFT JOIN harvest ON harvest.gathering_id = conversation.gathering_id "
        "WHERE conversation.gathering_id IS NOT NULL AND was.means <> 'digest' ORDER BY was.id"
    )
    op.execute("DROP TABLE talk_act_was")


def _acts(column: str, table: str, unique: tuple[str, ...]) -> None:
    op.create_table(
        "talk_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("means", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_talk_act_{column}_{table}"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_talk_act_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_act")),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_talk_act_{'_'.join(unique)}")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(
        op.f("ix_talk_act_library_id_happened_at"), "talk_act", ["library_id", "happened_at"]
    )
    if column == "conversation_id":
        op.create_index(op.f("ix_talk_act_conversation_id"), "talk_act", ["conversation_id"])
