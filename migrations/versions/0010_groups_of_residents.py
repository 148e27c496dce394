"""groups of residents, who is in them and what they do"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "residents_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.String(length=200), nullable=False),
        sa.Column("meets", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.String(length=40), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("takes_members", sa.Boolean(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_residents_group_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residents_group")),
    )
    op.create_index(
        op.f("ix_residents_group_library_id_name"),
        "residents_group",
        ["library_id", "name"],
        unique=False,
    )
    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "since IS NOT NULL OR NOT is_contact", name=op.f("ck_group_member_contact_is_in_it")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_group_member_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_group_member_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_group_member_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "group_id", "person_id", name=op.f("uq_group_member_group_id_person_id")
        ),
    )
    op.create_index(
        "ix_group_member_contact",
        "group_member",
        ["group_id"],
        unique=True,
        sqlite_where=sa.text("is_contact"),
        postgresql_where=sa.text("is_contact"),
    )
    op.create_index(
        op.f("ix_group_member_library_id"), "group_member", ["library_id"], unique=False
    )
    op.create_index(op.f("ix_group_member_person_id"), "group_member", ["person_id"], unique=False)
    op.create_table(
        "group_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["person.id"],
            name=op.f("fk_group_message_from_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_group_message_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_group_message_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_message")),
        sa.UniqueConstraint("group_id", "once", name=op.f("uq_group_message_group_id_once")),
    )
    op.create_index(op.f("ix_group_message_from_id"), "group_message", ["from_id"], unique=False)
    op.create_index(
        op.f("ix_group_message_library_id"), "group_message", ["library_id"], unique=False
    )
    op.create_table(
        "group_theme",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_group_theme_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_group_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("group_id", "theme_id", name=op.f("pk_group_theme")),
    )
    op.create_index(op.f("ix_group_theme_theme_id"), "group_theme", ["theme_id"], unique=False)
    op.create_table(
        "group_gathering",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_group_gathering_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_group_gathering_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_group_gathering_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "gathering_id", name=op.f("pk_group_gathering")),
    )
    op.create_index(
        op.f("ix_group_gathering_gathering_id"), "group_gathering", ["gathering_id"], unique=False
    )
    op.create_index(
        op.f("ix_group_gathering_library_id"), "group_gathering", ["library_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_group_gathering_library_id"), table_name="group_gathering")
    op.drop_index(op.f("ix_group_gathering_gathering_id"), table_name="group_gathering")
    op.drop_table("group_gathering")
    op.drop_index(op.f("ix_group_theme_theme_id"), table_name="group_theme")
    op.drop_table("group_theme")
    op.drop_index(op.f("ix_group_message_library_id"), table_name="group_message")
    op.drop_index(op.f("ix_group_message_from_id"), table_name="group_message")
    op.drop_table("group_message")
    op.drop_index(op.f("ix_group_member_person_id"), table_name="group_member")
    op.drop_index(op.f("ix_group_member_library_id"), table_name="group_member")
    op.drop_index(
        "ix_group_member_contact",
        table_name="group_member",
        sqlite_where=sa.text("is_contact"),
        postgresql_where=sa.text("is_contact"),
    )
    op.drop_table("group_member")
    op.drop_index(op.f("ix_residents_group_library_id_name"), table_name="residents_group")
    op.drop_table("residents_group")
