"""a consent for every yes that a room had kept as a moment alone"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

#: By the link in a mail, at the counter, or else on a page: as the sign-up that said it tells.
MAY_INVITE = """
INSERT INTO consent (library_id, person_id, purpose, text_version, channel, given_at)
SELECT m.library_id, m.person_id, 'accounts.may_invite', '1',
  COALESCE((
    SELECT MIN(CASE WHEN s.made_at_desk THEN 'counter'
                    WHEN s.confirmed_at <> s.created_at THEN 'mail' ELSE 'screen' END)
    FROM sign_up s
    WHERE s.library_id = m.library_id AND s.person_id = m.person_id
      AND s.confirmed_at = m.may_invite_since
  ), 'screen'),
  m.may_invite_since
FROM membership m WHERE m.may_invite_since IS NOT NULL
"""
#: What tables may be made by is asked on one page alone.
PREFERRED = """
INSERT INTO consent (library_id, person_id, purpose, text_version, channel, given_at)
SELECT library_id, person_id, 'preferences.{what}', '1', 'screen', {what}_since
FROM preference WHERE {what}_since IS NOT NULL
"""
#: The first of somebody's sensitive entries that can still be seen.
SENSITIVE = """
INSERT INTO consent (library_id, person_id, purpose, text_version, channel, given_at)
SELECT library_id, person_id, 'register.sensitive', '1', 'screen', MIN(consent_at)
FROM entry WHERE consent_at IS NOT NULL AND state <> 'stopped'
GROUP BY library_id, person_id
"""


def upgrade() -> None:
    for statement in (
        MAY_INVITE,
        PREFERRED.format(what="mixed"),
        PREFERRED.format(what="remembered"),
        SENSITIVE,
    ):
        op.execute(sa.text(statement))


def downgrade() -> None:
    op.execute(
        sa.text(
            "DELETE FROM consent WHERE purpose IN ('accounts.may_invite', 'preferences.mixed',"
            " 'preferences.remembered', 'register.sensitive')"
        )
    )
