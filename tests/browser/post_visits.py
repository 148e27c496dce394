"""The pages about mail: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.messages.models import Message
from tests.browser import notification_visits
from tests.browser.visit import LIBRARIAN, MANAGER, Visit

VISITS = [
    *notification_visits.VISITS,
    Visit("mail_wording.edit", MANAGER),
    Visit("mail_wording.index", MANAGER),
    Visit("messages.edit", LIBRARIAN),
    Visit("messages.index", LIBRARIAN),
    Visit("messages.new", LIBRARIAN),
    Visit("messages.show", LIBRARIAN),
    Visit("messages.show", LIBRARIAN, query="verstuurd"),
]


def known(library_id: int, visit: Visit) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    if not visit.endpoint.startswith("messages."):
        return {
            "mail": lambda: "gatherings.you_are_in",
            "mail_language": lambda: "nl",
            "stream": lambda: "weekbericht",
        }
    return {
        "message_id": lambda: the_message(library_id, visit).id,
        "gathering_id": lambda: the_message(library_id, visit).gathering_id,
    }


def the_message(library_id: int, visit: Visit) -> Message:
    """The one of the demo town that was sent, or the draft beside it."""
    sent = Message.sent_at.is_not(None) if visit.query else Message.sent_at.is_(None)
    found = select(Message).where(Message.library_id == library_id, sent)
    return session().scalars(found.order_by(Message.id).limit(1)).one()
