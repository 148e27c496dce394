"""who sits at which table: plans, guests, wishes, steps, and company that is remembered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLES = ["table_company", "table_plan", "table_step", "table_guest", "table_wish"]


def upgrade() -> None:
    op.create_table(
        "table_company",
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_table_company_in_order")),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["person.id"],
            name=op.f("fk_table_company_first_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_company_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["person.id"],
            name=op.f("fk_table_company_second_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "library_id", "first_id", "second_id", name=op.f("pk_table_company")
        ),
    )
    op.create_index(op.f("ix_table_company_met_at"), "table_company", ["met_at"])
    op.create_index(op.f("ix_table_company_second_id"), "table_company", ["second_id"])

    op.create_table(
        "table_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("tables", sa.Integer(), nullable=True),
        sa.Column("hosts_per_table", sa.Integer(), nullable=False),
        sa.Column("hosts_stay", sa.Boolean(), nullable=False),
        sa.Column("first_round", sa.Integer(), nullable=True),
        sa.Column("round_minutes", sa.Integer(), nullable=True),
        sa.Column("topics", sa.String(length=1200), nullable=False),
        sa.Column("mixes", sa.String(200), nullable=False),
        sa.Column("own_label", sa.String(length=60), nullable=False),
        sa.Column("own_question", sa.String(length=200), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("clashes", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remembered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL)",
            name=op.f("ck_table_plan_released_at"),
        ),
        sa.CheckConstraint(
            "state = 'proposed' OR step_no > 0", name=op.f("ck_table_plan_nothing_to_fix")
        ),
        sa.CheckConstraint(
            "hosts_per_table BETWEEN 0 AND 2", name=op.f("ck_table_plan_hosts_sane")
        ),
        sa.CheckConstraint(
            "least BETWEEN 1 AND most AND most BETWEEN 2 AND 20",
            name=op.f("ck_table_plan_sizes_sane"),
        ),
        sa.CheckConstraint("rounds BETWEEN 1 AND 6", name=op.f("ck_table_plan_rounds_sane")),
        sa.CheckConstraint("tables BETWEEN 1 AND 120", name=op.f("ck_table_plan_tables_sane")),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gathering.id"],
            name=op.f("fk_table_plan_gathering_id_gathering"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_plan_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_plan")),
        sa.UniqueConstraint("gathering_id", name=op.f("uq_table_plan_gathering_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_table_plan_library_id_state"), "table_plan", ["library_id", "state"])

    op.create_table(
        "table_step",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.JSON(), nullable=False),
        sa.Column("locked", sa.JSON(), nullable=False),
        sa.Column("did", sa.String(40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_step_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["table_plan.id"],
            name=op.f("fk_table_step_plan_id_table_plan"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("pk_table_step")),
    )
    op.create_index(op.f("ix_table_step_library_id"), "table_step", ["library_id"])

    op.create_table(
        "table_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("attendance_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("is_host", sa.Boolean(), nullable=False),
        sa.Column("tongues", sa.String(200), nullable=False),
        sa.Column("own_value", sa.String(length=60), nullable=False),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance.id"],
            name=op.f("fk_table_guest_attendance_id_attendance"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_guest_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_table_guest_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["table_plan.id"],
            name=op.f("fk_table_guest_plan_id_table_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"],
            ["sign_up.id"],
            name=op.f("fk_table_guest_sign_up_id_sign_up"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_guest")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_table_guest_plan_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_table_guest_attendance_id"), "table_guest", ["attendance_id"])
    op.create_index(op.f("ix_table_guest_library_id"), "table_guest", ["library_id"])
    op.create_index(op.f("ix_table_guest_person_id"), "table_guest", ["person_id"])
    op.create_index(op.f("ix_table_guest_sign_up_id"), "table_guest", ["sign_up_id"])

    op.create_table(
        "table_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("tongue", sa.String(40), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'cover') = (second_id IS NULL) AND (kind = 'cover') = (tongue IS NOT NULL)",
            name=op.f("ck_table_wish_fits_kind"),
        ),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_table_wish_two_people")),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["table_guest.id"],
            name=op.f("fk_table_wish_first_id_table_guest"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_table_wish_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["table_plan.id"],
            name=op.f("fk_table_wish_plan_id_table_plan"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["table_guest.id"],
            name=op.f("fk_table_wish_second_id_table_guest"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_wish")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_table_wish_first_id"), "table_wish", ["first_id"])
    op.create_index(op.f("ix_table_wish_library_id"), "table_wish", ["library_id"])
    op.create_index(op.f("ix_table_wish_plan_id"), "table_wish", ["plan_id"])
    op.create_index(op.f("ix_table_wish_second_id"), "table_wish", ["second_id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
