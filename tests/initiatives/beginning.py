"""Whose idea a gathering was, for tests to be about."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from community.activity.models import Activity
from community.clock import now
from community.db import session, transaction
from community.gatherings.kinds import Initiator
from community.gatherings.models import Gathering
from community.initiatives import queries, services
from community.initiatives.models import Initiation, Proof
from community.initiatives.services import Who
from community.outbox.models import OutboxMail
from tests.factories import saved


def an_initiation(gathering: Gathering, name: str = "Fatima", **fields: object) -> Initiation:
    """A resident who is asked, as a row: nothing is owed and nothing read."""
    given = {
        "kind": Initiator.RESIDENT,
        "name": name,
        "mailed_to": "fatima@example.org",
        "named_at": now(),
        "expires_at": now() + services.LASTS,
        **fields,
    }
    return saved(Initiation(library_id=gathering.library_id, gathering_id=gathering.id, **given))


def named(gathering: Gathering, kind: Initiator = Initiator.RESIDENT, **who: object) -> Initiation:
    """Somebody is named; a resident called Fatima unless the test says otherwise."""
    if kind is Initiator.RESIDENT:
        who = {"name": "Fatima", "email": "fatima@example.org", **who}
    with transaction() as tx:
        services.name_initiator(
            tx, gathering.library_id, gathering.id, Who(kind=kind, **who), by_id=1, now=now()
        )
    return stands(gathering)


def stands(gathering: Gathering) -> Any:
    session().rollback()
    return queries.find(session(), gathering.library_id, gathering.id)


def answers(gathering: Gathering, verb=services.confirm, at=None, salt: str = "") -> None:
    known = salt or stands(gathering).salt
    with transaction() as tx:
        verb(tx, gathering.library_id, gathering.id, known, now=at or now())


def said_yes(gathering: Gathering, wording: str = "Ja, dat was ik.") -> None:
    with transaction() as tx:
        services.note_yes(
            tx, gathering.library_id, gathering.id, Proof.COUNTER, wording, by_id=7, now=now()
        )


def log() -> list[Activity]:
    session().rollback()
    rows = select(Activity).where(Activity.verb == "initiator:confirmed").order_by(Activity.id)
    return list(session().scalars(rows))


def mails() -> list[OutboxMail]:
    session().rollback()
    rows = select(OutboxMail).where(OutboxMail.template == "initiatives/was_it_yours")
    return list(session().scalars(rows.order_by(OutboxMail.id)))
