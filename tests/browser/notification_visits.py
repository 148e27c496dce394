"""The pages about what goes out by the clock."""

from __future__ import annotations

from sqlalchemy import select

from community.db import session
from community.notifications import queries
from community.notifications.models import MailWish
from tests.browser.visit import MANAGER, RESIDENT, Visit

VISITS = [
    Visit("notifications.mine", RESIDENT),
    Visit("standing.mine", RESIDENT),
    Visit("notifications.mine", RESIDENT, language="en"),
    Visit("notifications.show"),
    Visit("notifications.stop"),
    Visit("rhythm.settings", MANAGER),
]


def token(library_id: int, key: str) -> str:
    """Of somebody who asked for the digest."""
    asked = select(MailWish).where(
        MailWish.library_id == library_id, MailWish.digest_since.is_not(None)
    )
    wish = session().scalars(asked.order_by(MailWish.id)).first()
    assert wish
    return queries.token_of(wish, key=key)
