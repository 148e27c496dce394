"""a consent for every yes that still was a moment alone; and how one was said at the desk"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

INTO = "INSERT INTO consent (library_id, person_id, purpose, text_version, channel, given_at) "
#: Asked on one page alone.
STANDING = """
SELECT library_id, person_id, 'arrivals.standing', '1', 'screen', agreed_at FROM standing_answer
"""
WEEKLY = """
SELECT library_id, person_id, 'notifications.{what}', '1', 'screen', digest_since
FROM mail_wish WHERE digest_since IS NOT NULL
"""
#: By the link in a mail; of somebody's promises the first that bears their name.
NAMED = """
SELECT library_id, person_id, 'promises.named', '1', 'mail', MIN(agreed_at)
FROM promise WHERE is_named AND person_id IS NOT NULL GROUP BY library_id, person_id
"""
#: As each first said it; the words of that talk are kept at the note itself.
NOTED = """
SELECT s.library_id, s.person_id, 'skills.noted', '1',
  MIN(CASE s.agreed_how WHEN 'by_phone' THEN 'phone' WHEN 'on_paper' THEN 'paper'
      ELSE 'counter' END),
  MIN(s.agreed_at)
FROM skill s WHERE s.agreed_at IS NOT NULL GROUP BY s.library_id, s.person_id
"""
#: What a librarian wrote down bears no mark until now; what came from an agreed list does.
HEARD = """
UPDATE entry SET heard = 'paper' WHERE id IN (
  SELECT e.entry_id FROM offer_list_entry e JOIN offer_list l ON l.id = e.list_id
  WHERE l.was_agreed
)
"""
SPOKEN = """
SELECT library_id, person_id, 'register.spoken', '1', 'paper', MIN(created_at)
FROM entry WHERE heard IS NOT NULL AND state <> 'stopped' GROUP BY library_id, person_id
"""


def upgrade() -> None:
    op.add_column("entry", sa.Column("heard", sa.String(40), nullable=True))
    op.execute(sa.text(HEARD))
    weekly = WEEKLY.format(what="weekly")
    fitting = WEEKLY.format(what="fitting") + "AND has_fitting"
    for found in (STANDING, weekly, fitting, NAMED, NOTED, SPOKEN):
        op.execute(sa.text(INTO + found))


def downgrade() -> None:
    op.execute(
        sa.text(
            "DELETE FROM consent WHERE purpose IN ('arrivals.standing', 'notifications.weekly',"
            " 'notifications.fitting', 'promises.named', 'skills.noted', 'register.spoken')"
        )
    )
    op.drop_column("entry", "heard")
