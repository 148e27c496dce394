"""rooms that groups ask for, and groups that are invited"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_invitation",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_group_invitation_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_group_invitation_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_group_invitation_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "gathering_id", name=op.f("pk_group_invitation")),
    )
    op.create_index(
        op.f("ix_group_invitation_gathering_id"), "group_invitation", ["gathering_id"], unique=False
    )
    op.create_index(
        op.f("ix_group_invitation_library_id"), "group_invitation", ["library_id"], unique=False
    )
    op.create_table(
        "room_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("in_agenda", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("gathering_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state = 'granted' OR (gathering_id IS NULL AND booking_id IS NULL)",
            name=op.f("ck_room_request_only_granted_is_kept"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_room_request_ends_after_start")),
        sa.CheckConstraint("people BETWEEN 1 AND 10000", name=op.f("ck_room_request_people_sane")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["person.id"],
            name=op.f("fk_room_request_asked_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["booking.id"],
            name=op.f("fk_room_request_booking_id_booking"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_room_request_branch_id_branch")
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_room_request_gathering_id_gathering"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["residents_group.id"],
            name=op.f("fk_room_request_group_id_residents_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_room_request_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_room_request_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_request")),
    )
    op.create_index(
        op.f("ix_room_request_asked_by_id"), "room_request", ["asked_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_room_request_booking_id"), "room_request", ["booking_id"], unique=False
    )
    op.create_index(op.f("ix_room_request_branch_id"), "room_request", ["branch_id"], unique=False)
    op.create_index(
        op.f("ix_room_request_gathering_id"), "room_request", ["gathering_id"], unique=False
    )
    op.create_index(op.f("ix_room_request_group_id"), "room_request", ["group_id"], unique=False)
    op.create_index(
        op.f("ix_room_request_library_id_state_starts_at"),
        "room_request",
        ["library_id", "state", "starts_at"],
        unique=False,
    )
    op.create_index(
        "ix_room_request_open",
        "room_request",
        ["group_id", "starts_at"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_index(op.f("ix_room_request_room_id"), "room_request", ["room_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_room_request_room_id"), table_name="room_request")
    op.drop_index(
        "ix_room_request_open",
        table_name="room_request",
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.drop_index(op.f("ix_room_request_library_id_state_starts_at"), table_name="room_request")
    op.drop_index(op.f("ix_room_request_group_id"), table_name="room_request")
    op.drop_index(op.f("ix_room_request_gathering_id"), table_name="room_request")
    op.drop_index(op.f("ix_room_request_branch_id"), table_name="room_request")
    op.drop_index(op.f("ix_room_request_booking_id"), table_name="room_request")
    op.drop_index(op.f("ix_room_request_asked_by_id"), table_name="room_request")
    op.drop_table("room_request")
    op.drop_index(op.f("ix_group_invitation_library_id"), table_name="group_invitation")
    op.drop_index(op.f("ix_group_invitation_gathering_id"), table_name="group_invitation")
    op.drop_table("group_invitation")
