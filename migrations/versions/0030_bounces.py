"""addresses that do not work, and the mails that came back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("person", sa.Column("mail_stops_since", WHEN, nullable=True))
    op.add_column("person", sa.Column("mail_stops_why", sa.String(40), nullable=True))
    op.add_column(
        "outbox_mail",
        sa.Column("sent_to", sa.String(32), nullable=False, server_default=""),
    )
    op.create_index("ix_outbox_mail_message_id", "outbox_mail", ["message_id"])
    op.create_index(
        "ix_outbox_mail_library_id_state_id", "outbox_mail", ["library_id", "state", "id"]
    )
    op.drop_index("ix_outbox_mail_library_id", "outbox_mail")
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("created_at", WHEN, nullable=False),
        sa.Column("expires_at", WHEN, nullable=False),
        sa.Column("used_at", WHEN, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_address_change_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
    )
    op.create_index("ix_address_change_person_id", "address_change", ["person_id"])
    op.create_index("ix_address_change_expires_at", "address_change", ["expires_at"])


def downgrade() -> None:
    op.drop_table("address_change")
    op.create_index("ix_outbox_mail_library_id", "outbox_mail", ["library_id"])
    op.drop_index("ix_outbox_mail_library_id_state_id", "outbox_mail")
    op.drop_index("ix_outbox_mail_message_id", "outbox_mail")
    op.drop_column("outbox_mail", "sent_to")
    op.drop_column("person", "mail_stops_why")
    op.drop_column("person", "mail_stops_since")
