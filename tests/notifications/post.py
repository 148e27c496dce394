"""What was owed and written by the clock, for tests to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from community.accounts.models import Person
from community.db import session, transaction
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.notifications import queries, wishes
from community.notifications.models import BOTH, MailWish, Reminder
from community.notifications.wishes import Wanted
from community.outbox import letters
from community.outbox.models import OutboxMail
from tests import factories

LONG_AGO = timedelta(days=30)


def signed_up(gathering: Gathering, person: Person | None = None, **fields: Any) -> SignUp:
    """Somebody who signed up long ago, and has long forgotten it."""
    at = fields.pop("at", gathering.starts_at - LONG_AGO)
    return factories.a_sign_up(
        gathering, person, **{"created_at": at, "confirmed_at": at, **fields}
    )


def wants(person: Person, library_id: int, *, at: datetime, **said: Any) -> MailWish:
    given: dict[str, Any] = {"reminders": BOTH, "digest": False, **said}
    with transaction() as tx:
        return wishes.choose(tx, library_id, person.id, Wanted(**given), now=at)


def sends(library_id: int, *reminders: Reminder, weekday: int = 3, digest: bool = True) -> None:
    with transaction() as tx:
        wishes.set_rhythm(
            tx, library_id, reminders=frozenset(reminders), has_digest=digest, weekday=weekday
        )


def all_owed(room: str = "notifications/") -> Sequence[OutboxMail]:
    """Every mail of the room, whatever became of it, as they were owed."""
    session().rollback()
    return (
        session()
        .scalars(
            select(OutboxMail)
            .where(OutboxMail.template.startswith(room))
            .order_by(OutboxMail.id)
            .execution_options(populate_existing=True)
        )
        .all()
    )


def reminders() -> list[str]:
    return [mail.template.partition("/")[2] for mail in all_owed()]


def written(mail: OutboxMail) -> Any:
    """The letter that it becomes now; None when it is dropped."""
    session().rollback()
    return letters.render(session(), mail)


def change(gathering: Gathering, **fields: object) -> None:
    with transaction() as tx:
        stands = tx.get_one(Gathering, gathering.id)
        for name, value in fields.items():
            setattr(stands, name, value)


def call_off(gathering: Gathering) -> None:
    change(gathering, status=GatheringStatus.CANCELLED)


def leave(sign_up: SignUp) -> None:
    with transaction() as tx:
        stands = tx.get_one(SignUp, sign_up.id)
        stands.status, stands.has_seat = SignUpStatus.CANCELLED, False


def wish_of(sign_up: SignUp) -> MailWish:
    found = queries.find_wish(session(), sign_up.library_id, sign_up.person_id)
    assert found is not None
    return found
