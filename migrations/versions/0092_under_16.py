"""who said to be 16 or older, once for every room; and whom the library knows to be younger"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

#: Who said so until now, in the room where it was asked: of what was handed in, so that nobody
#: said it in another's name.
SAID = """
UPDATE person SET age_said_at = (
    SELECT min(said.at) FROM (
        SELECT age_said_at AS at FROM entry
         WHERE person_id = person.id AND opened_at IS NOT NULL
        UNION ALL
        SELECT age_said_at FROM proposal
         WHERE person_id = person.id AND opened_at IS NOT NULL
        UNION ALL
        SELECT age_said_at FROM proposal_backing
         WHERE person_id = person.id AND confirm_by IS NULL
    ) AS said
) WHERE erased_at IS NULL
"""


def upgrade() -> None:
    op.add_column("person", sa.Column("age_said_at", sa.DateTime(timezone=True), nullable=True))
    # A check of the column itself: both engines add it, and drop it, without making the table anew.
    op.execute(
        sa.text(
            "ALTER TABLE person ADD COLUMN under_age_until DATE CONSTRAINT ck_person_one_age"
            " CHECK (under_age_until IS NULL OR age_said_at IS NULL)"
        )
    )
    op.execute(sa.text(SAID))


def downgrade() -> None:
    op.drop_column("person", "under_age_until")
    op.drop_column("person", "age_said_at")
