"""when somebody had seen enough of the tour of the desk; who works there already had it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

TABLE = "person"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("toured_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE person SET toured_at = created_at WHERE id IN "
        "(SELECT person_id FROM membership WHERE role IN ('librarian', 'manager'))"
    )


def downgrade() -> None:
    op.drop_column(TABLE, "toured_at")
