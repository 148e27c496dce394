"""how many came, who walked in, and who is rather not in a photo"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Not in batch mode: rows elsewhere point at sign-ups.
    op.add_column(
        "sign_up", sa.Column("no_photo", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("attendance", sa.Column("key", sa.String(length=32), nullable=True))
    op.add_column(
        "attendance", sa.Column("name", sa.String(length=80), nullable=False, server_default="")
    )
    op.add_column("attendance", sa.Column("people", sa.Integer(), nullable=True))
    op.add_column("attendance", sa.Column("noted_at", WHEN, nullable=True))
    # Until now everybody came with all of their party.
    op.execute(
        "UPDATE attendance SET noted_at = COALESCE(undone_at, checked_in_at), people ="
        " (SELECT party_size FROM sign_up WHERE sign_up.id = attendance.sign_up_id)"
    )
    # Nothing points at attendance, so it may be copied.
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.alter_column("people", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("noted_at", existing_type=WHEN, nullable=False)
        batch_op.create_unique_constraint(
            op.f("uq_attendance_gathering_id_key"), ["gathering_id", "key"]
        )
        batch_op.create_check_constraint(
            op.f("ck_attendance_signed_up_or_walked_in"), "(sign_up_id IS NULL) <> (key IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_attendance_people_sane"), "people BETWEEN 1 AND 10000"
        )


def downgrade() -> None:
    # Who walked in stays in the log; before, there was no place for them here.
    op.execute("DELETE FROM attendance WHERE sign_up_id IS NULL")
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.drop_constraint(op.f("ck_attendance_people_sane"), type_="check")
        batch_op.drop_constraint(op.f("ck_attendance_signed_up_or_walked_in"), type_="check")
        batch_op.drop_constraint(op.f("uq_attendance_gathering_id_key"), type_="unique")
        for column in ("noted_at", "people", "name", "key"):
            batch_op.drop_column(column)
    op.drop_column("sign_up", "no_photo")
