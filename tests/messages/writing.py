"""Messages for tests to be about, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Gathering
from community.messages import services
from community.messages.models import Audience, Message
from community.messages.services import Draft
from community.outbox.models import OutboxMail
from tests import factories


def a_draft(
    gathering: Gathering, audience: Audience = Audience.EVERYBODY, by: Person | None = None,
    **said: Any,
) -> Message:  # fmt: skip
    given = {"subject": "Neem een jas mee", "text": "We zitten **buiten**.", **said}
    writer = by or factories.a_librarian(gathering.library, "Sanne")
    with transaction() as tx:
        there = tx.get_one(Gathering, gathering.id)
        return services.write(
            tx, there, tx.get_one(Person, writer.id), Draft(audience=audience, **given), now=now()
        )


def sent(message: Message, by: Person | None = None, at: datetime | None = None) -> Message:
    with transaction() as tx:
        writer = tx.get_one(Person, by.id if by else message.written_by_id)
        return services.send(
            tx, message.library_id, message.gathering_id, message.id, writer, now=at or now()
        )


def written_to(message: Message) -> set[int]:
    """Ids of the people whom a message is owed to by mail."""
    begins = services.key_of(message)
    return {
        mail.person_id
        for mail in session().scalars(select(OutboxMail))
        if mail.key.startswith(begins)
    }
