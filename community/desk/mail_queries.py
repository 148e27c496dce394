"""The mail that has not arrived: whose it is, and what it was about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings.models import Gathering
from community.outbox import queries as outbox
from community.outbox.letters import looked_after_elsewhere
from community.outbox.models import OutboxMail

#: More than this is an outage, which no list helps against.
MOST = 100


@dataclass(frozen=True, slots=True)
class NotArrived:
    mail: OutboxMail
    person: Person | None  #: None: erased in the meantime.
    gathering: Gathering | None


def list_not_arrived(session: Session, library_id: int) -> Sequence[NotArrived]:
    """What was given up first, then what is still owed; in three statements."""
    mails = outbox.list_not_delivered(session, library_id, but=looked_after_elsewhere(), most=MOST)
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_({mail.person_id for mail in mails}))
        )
    }
    about = {mail.gathering_id for mail in mails if mail.gathering_id}
    gatherings = {
        gathering.id: gathering
        for gathering in session.scalars(
            select(Gathering).where(Gathering.library_id == library_id, Gathering.id.in_(about))
        )
    }
    return [
        NotArrived(mail, people.get(mail.person_id), gatherings.get(mail.gathering_id or 0))
        for mail in mails
    ]


def get_mail(session: Session, library_id: int, mail_id: int) -> OutboxMail:
    mail = session.scalars(
        select(OutboxMail).where(OutboxMail.library_id == library_id, OutboxMail.id == mail_id)
    ).one_or_none()
    if mail is None:
        raise NotFound
    return mail
