"""The pages about mail: which to look at, and what to fill in for their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community import tokens
from community.accounts import new_address
from community.accounts.models import AddressChange, Person
from community.clock import now
from community.db import session, transaction
from community.messages.models import Message
from tests.browser import notification_visits
from tests.browser.visit import LIBRARIAN, MANAGER, RESIDENT, Visit

VISITS = [
    Visit("desk_mail.index", LIBRARIAN, query="stand=sent"),
    Visit("desk_mail.person", LIBRARIAN),
    Visit("desk_mail.correct", LIBRARIAN),
    Visit("new_address.ask", RESIDENT),
    Visit("new_address.prove"),
    Visit("new_address.put_back"),
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
    if visit.endpoint.startswith("desk_mail."):
        return {"person_id": failing}
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


def failing() -> int:
    """Whoever it is in the demo town whose mail comes back."""
    return (
        session()
        .scalars(
            select(Person.id)
            .where(Person.mail_stops_since.is_not(None))
            .order_by(Person.id)
            .limit(1)
        )
        .one()
    )


def address_token(visit: Visit, key: str) -> str:
    """Of a link that proves an address, or puts the one before it back."""
    with transaction() as tx:
        person = tx.scalars(select(Person).where(Person.email == "bewoner@example.org")).one()
        new_address.ask(tx, person, "fatima@nieuw.example", now=now())
        change = tx.scalars(select(AddressChange).where(AddressChange.person_id == person.id)).one()
        if visit.endpoint == "new_address.prove":
            return tokens.derive(key, new_address.PURPOSE, change.id, change.salt)
        change.old_email = person.email
        return tokens.derive(key, new_address.PUT_BACK, change.id, change.salt)


def the_message(library_id: int, visit: Visit) -> Message:
    """The one of the demo town that was sent, or the draft beside it."""
    sent = Message.sent_at.is_not(None) if visit.query else Message.sent_at.is_(None)
    found = select(Message).where(Message.library_id == library_id, sent)
    return session().scalars(found.order_by(Message.id).limit(1)).one()
