"""gatherings and sign-ups"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("alt", sa.String(length=300), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_picture_alt_said")),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_picture_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_library_id"), ["library_id"], unique=False)

    op.create_table(
        "gathering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("picture_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("online_url", sa.String(length=500), nullable=False),
        sa.Column("sign_up_mode", sa.String(40), nullable=False),
        sa.Column("elsewhere_url", sa.String(length=500), nullable=False),
        sa.Column("invitation_salt", sa.String(length=32), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("has_waiting_list", sa.Boolean(), nullable=False),
        sa.Column("sign_up_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_up_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visibility", sa.String(40), nullable=False),
        sa.Column("eligibility", sa.String(40), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("cost", sa.String(length=80), nullable=False),
        sa.Column("bring", sa.String(length=200), nullable=False),
        sa.Column("accessibility", sa.String(length=300), nullable=False),
        sa.Column("core_function", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("initiator", sa.String(40), nullable=False),
        sa.Column("open_to_non_members", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("next_queue_no", sa.Integer(), nullable=False),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("moved_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_count", sa.Integer(), nullable=True),
        sa.Column("head_count_estimated", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 1 AND 10000", name=op.f("ck_gathering_capacity_sane")),
        sa.CheckConstraint(
            "capacity IS NULL OR taken <= capacity", name=op.f("ck_gathering_never_oversold")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_gathering_ends_after_start")),
        sa.CheckConstraint(
            "taken >= 0 AND waiting >= 0", name=op.f("ck_gathering_counters_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_gathering_branch_id_branch")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["person.id"],
            name=op.f("fk_gathering_created_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_gathering_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_gathering_picture_id_picture")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_gathering_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
        sa.UniqueConstraint("uid", name=op.f("uq_gathering_uid")),
    )
    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gathering_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gathering_created_by_id"), ["created_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_gathering_library_id_starts_at"),
            ["library_id", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_gathering_library_id_status_visibility_ends_at"),
            ["library_id", "status", "visibility", "ends_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_gathering_picture_id"), ["picture_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gathering_room_id"), ["room_id"], unique=False)

    op.create_table(
        "calendar_item",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("inputs_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_calendar_item_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gathering_id", "language", name=op.f("pk_calendar_item")),
    )
    op.create_table(
        "gathering_host",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_gathering_host_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_gathering_host_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("gathering_id", "person_id", name=op.f("pk_gathering_host")),
    )
    with op.batch_alter_table("gathering_host", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gathering_host_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "gathering_theme",
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_gathering_theme_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_gathering_theme_theme_id_theme")
        ),
        sa.PrimaryKeyConstraint("gathering_id", "theme_id", name=op.f("pk_gathering_theme")),
    )
    with op.batch_alter_table("gathering_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gathering_theme_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("has_seat", sa.Boolean(), nullable=False),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("queue_no", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("may_invite", sa.Boolean(), nullable=False),
        sa.Column("made_at_desk", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'confirmed' AND has_seat AND held_until IS NULL) OR (status = 'pending' AND has_seat = (held_until IS NOT NULL)) OR (status IN ('waiting', 'cancelled') AND NOT has_seat AND held_until IS NULL)",  # noqa: E501
            name=op.f("ck_sign_up_seat_fits_status"),
        ),
        sa.CheckConstraint("party_size BETWEEN 1 AND 8", name=op.f("ck_sign_up_party_size_sane")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_sign_up_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_sign_up_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_sign_up_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint(
            "gathering_id", "person_id", name=op.f("uq_sign_up_gathering_id_person_id")
        ),
    )
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_up_gathering_id_queue_no"),
            ["gathering_id", "queue_no"],
            unique=True,
        )
        batch_op.create_index(
            "ix_sign_up_held",
            ["held_until"],
            unique=False,
            sqlite_where=sa.text("held_until IS NOT NULL"),
            postgresql_where=sa.text("held_until IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_sign_up_library_id"), ["library_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_up_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_attendance_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_attendance_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_attendance_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("sign_up_id", name=op.f("uq_attendance_sign_up_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_gathering_id"), ["gathering_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attendance_library_id"), ["library_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_library_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_gathering_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_up_person_id"))
        batch_op.drop_index(batch_op.f("ix_sign_up_library_id"))
        batch_op.drop_index(
            "ix_sign_up_held",
            sqlite_where=sa.text("held_until IS NOT NULL"),
            postgresql_where=sa.text("held_until IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sign_up_gathering_id_queue_no"))

    op.drop_table("sign_up")
    with op.batch_alter_table("gathering_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gathering_theme_theme_id"))

    op.drop_table("gathering_theme")
    with op.batch_alter_table("gathering_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gathering_host_person_id"))

    op.drop_table("gathering_host")
    op.drop_table("calendar_item")
    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gathering_room_id"))
        batch_op.drop_index(batch_op.f("ix_gathering_picture_id"))
        batch_op.drop_index(batch_op.f("ix_gathering_library_id_status_visibility_ends_at"))
        batch_op.drop_index(batch_op.f("ix_gathering_library_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_gathering_created_by_id"))
        batch_op.drop_index(batch_op.f("ix_gathering_branch_id"))

    op.drop_table("gathering")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_library_id"))

    op.drop_table("picture")
