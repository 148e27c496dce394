"""The mail of a library: whose it is, what it was about, and what became of it. Never its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session

from community.accounts.models import Membership, Person
from community.errors import NotFound
from community.gatherings.models import Gathering, SignUp
from community.outbox.letters import looked_after_elsewhere
from community.outbox.models import MailState, OutboxMail

#: More than this is an outage, which no list helps against.
MOST = 100
PAGE_SIZE = 50
#: Beyond this nobody leafs; a number that no database knows is in an address only.
MOST_PAGES = 10_000
STILL_NEWS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Posted:
    mail: OutboxMail
    person: Person | None  #: None: erased in the meantime.
    gathering: Gathering | None


@dataclass(frozen=True, slots=True)
class PageOfMail:
    rows: Sequence[Posted]
    number: int
    has_next: bool


def list_not_arrived(session: Session, library_id: int, *, now: datetime) -> Sequence[Posted]:
    """What a copy brought back, what was given up, what came back, and what is still owed; in
    three statements.

    What came back is news for a month, and until the address is right.
    """
    came_back = and_(
        OutboxMail.state == MailState.BOUNCED,
        OutboxMail.queued_at > now - STILL_NEWS,
        OutboxMail.person_id.in_(select(Person.id).where(~Person.gets_mail)),
    )
    in_order = case(
        (OutboxMail.state == MailState.RESTORED, 0), (OutboxMail.state == MailState.FAILED, 1),
        (OutboxMail.state == MailState.BOUNCED, 2), else_=3,
    )  # fmt: skip
    mails = session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.library_id == library_id,
            or_(
                OutboxMail.state == MailState.RESTORED,
                and_(
                    or_(OutboxMail.state.in_((MailState.FAILED, MailState.OWED)), came_back),
                    OutboxMail.template.not_in(looked_after_elsewhere()),
                ),
            ),
        )
        .order_by(in_order, OutboxMail.due_at, OutboxMail.id)
        .limit(MOST)
    ).all()
    return _with_people(session, library_id, mails)


def list_posted(
    session: Session,
    library_id: int,
    *,
    state: MailState | None = None,
    gathering_id: int | None = None,
    person_id: int | None = None,
    page: int = 1,
) -> PageOfMail:
    """One page of the mail of a library, the latest first; in three statements."""
    number = min(max(1, page), MOST_PAGES)
    found = select(OutboxMail).where(OutboxMail.library_id == library_id)
    if state is not None:
        found = found.where(OutboxMail.state == state)
    if gathering_id is not None:
        found = found.where(OutboxMail.gathering_id == gathering_id)
    if person_id is not None:
        found = found.where(OutboxMail.person_id == person_id)
    mails = session.scalars(
        found.order_by(OutboxMail.id.desc()).offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)
    ).all()
    rows = _with_people(session, library_id, mails[:PAGE_SIZE])
    return PageOfMail(rows, number, len(mails) > PAGE_SIZE)


def get_mail(session: Session, library_id: int, mail_id: int) -> OutboxMail:
    mail = session.scalars(
        select(OutboxMail).where(OutboxMail.library_id == library_id, OutboxMail.id == mail_id)
    ).one_or_none()
    if mail is None:
        raise NotFound
    return mail


def get_person(session: Session, library_id: int, person_id: int) -> Person:
    """Somebody whom this library knows, or who signed up for something here."""
    here = select(Membership.person_id).where(Membership.library_id == library_id)
    signed_up = select(SignUp.person_id).where(SignUp.library_id == library_id)
    person = session.scalars(
        select(Person).where(
            Person.id == person_id, or_(Person.id.in_(here), Person.id.in_(signed_up))
        )
    ).one_or_none()
    if person is None:
        raise NotFound
    return person


def find_gathering(session: Session, library_id: int, gathering_id: int) -> Gathering | None:
    return session.scalars(
        select(Gathering).where(Gathering.library_id == library_id, Gathering.id == gathering_id)
    ).one_or_none()


def _with_people(
    session: Session, library_id: int, mails: Sequence[OutboxMail]
) -> Sequence[Posted]:
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
        Posted(mail, people.get(mail.person_id), gatherings.get(mail.gathering_id or 0))
        for mail in mails
    ]
