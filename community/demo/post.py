"""The mail of the town: a message to who comes to something, one sent and one still a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from community.accounts.models import MailStops, Person
from community.demo.rows import Row, add, add_returning_ids
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.messages.models import Addressee, Audience, Message
from community.messages.services import TEMPLATE
from community.outbox.models import MailState, MailWording, OutboxMail

SUBJECT = "Neem iets warms mee"
TEXT = (
    "De verwarming in de zaal is stuk. We gaan gewoon door, maar het is er **fris**.\n\n"
    "- Trek een dikke trui aan.\n- Er is soep en thee.\n\nTot dan!"
)
_CAME_BACK = {"state": MailState.BOUNCED, "last_error": "came_back 5.1.1"}
DRAFT = "We beginnen om kwart over, zodat iedereen rustig binnen kan komen."
AGO = timedelta(days=1, hours=3)


def add_post(session: Session, library_id: int, writer_id: int, now: datetime) -> None:
    _word_a_mail(session, library_id, now)
    gathering_id = _well_attended(session, library_id, now)
    if gathering_id is None:
        return
    people = _people(session, gathering_id)
    failing = next((person_id for _, person_id, email in people[1:] if email), None)
    mails = [entry for entry in people if entry[2]]
    said = {"library_id": library_id, "gathering_id": gathering_id, "written_by_id": writer_id}
    message_id, _ = add_returning_ids(session, Message, [
        {**said, "audience": Audience.CONFIRMED, "subject": SUBJECT, "text": TEXT,
         "written_at": now - AGO, "sent_at": now - AGO, "mails": len(mails),
         "calls": len(people) - len(mails)},
        {**said, "audience": Audience.EVERYBODY, "subject": "Iets later beginnen", "text": DRAFT,
         "written_at": now - timedelta(hours=2), "sent_at": None, "mails": 0, "calls": 0},
    ])  # fmt: skip
    add(session, Addressee, [
        {"message_id": message_id, "sign_up_id": sign_up_id, "library_id": library_id,
         "by_mail": bool(email)}
        for sign_up_id, _person, email in people
    ])  # fmt: skip
    add(session, OutboxMail, [
        _sent(message_id, person_id, library_id, gathering_id, now)
        | (_CAME_BACK if person_id == failing else {})
        for _sign_up, person_id, _email in mails
    ])  # fmt: skip
    session.execute(
        update(Person)
        .where(Person.id == failing)
        .values(mail_stops_since=now - AGO, mail_stops_why=MailStops.CAME_BACK)
    )


def _word_a_mail(session: Session, library_id: int, now: datetime) -> None:
    """The mail that everybody gets begins as this library talks."""
    add(session, MailWording, [
        {"library_id": library_id, "template": "gatherings/you_are_in", "language": "nl",
         "greeting": "Wat fijn dat je komt, {voornaam}! De koffie en thee staan klaar.",
         "closing": "", "changed_at": now - timedelta(days=40)}
    ])  # fmt: skip


def _sent(
    message_id: int, person_id: int, library_id: int, gathering_id: int, now: datetime
) -> Row:
    return {
        "key": f"message:{message_id}:{person_id}",
        "library_id": library_id,
        "template": TEMPLATE,
        "person_id": person_id,
        "gathering_id": gathering_id,
        "context": {"message_id": message_id},
        "state": MailState.SENT,
        "queued_at": now - AGO,
        "due_at": now - AGO,
        "sent_at": now - AGO,
        "attempts": 1,
        "last_error": "",
        "message_id": f"demo-{message_id}-{person_id}",
    }


def _well_attended(session: Session, library_id: int, now: datetime) -> int | None:
    """The first that is coming with the most people."""
    return session.scalars(
        select(Gathering.id)
        .join(SignUp, SignUp.gathering_id == Gathering.id)
        .where(
            Gathering.library_id == library_id,
            Gathering.status == GatheringStatus.PUBLISHED,
            Gathering.is_sensitive.is_(False),
            Gathering.starts_at > now + timedelta(days=1),
            Gathering.starts_at < now + timedelta(weeks=3),
            SignUp.status == SignUpStatus.CONFIRMED,
        )
        .group_by(Gathering.id)
        .order_by(func.count().desc(), Gathering.id)
        .limit(1)
    ).one_or_none()


def _people(session: Session, gathering_id: int) -> Sequence[tuple[int, int, str | None]]:
    rows = session.execute(
        select(SignUp.id, SignUp.person_id, Person.email)
        .join(SignUp.person)
        .where(SignUp.gathering_id == gathering_id, SignUp.status == SignUpStatus.CONFIRMED)
        .order_by(SignUp.id)
    )
    return [(sign_up_id, person_id, email) for sign_up_id, person_id, email in rows]
