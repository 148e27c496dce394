"""Writing to the people of a gathering: a draft, looked at, and sent in one go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.errors import DomainError, TooMany
from community.gatherings import seats
from community.gatherings.models import Gathering
from community.messages import queries
from community.messages.models import Addressee, Audience, Message
from community.outbox.services import owe
from community.words import N_

TEMPLATE = "messages/message"

#: A fifth mail about one afternoon is one too many for who reads them.
MOST_A_DAY = 4
A_DAY = timedelta(days=1)


class NobodyToWriteTo(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("There is nobody to send this to. Choose other people."))


class SentAlready(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This message has been sent. Write a new one."))


class TooManyMessages(TooMany):
    def __init__(self) -> None:
        super().__init__(
            N_(
                "Four messages about this activity have gone out within a day. Wait until"
                " tomorrow, or call people."
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to say, and to whom."""

    audience: Audience
    subject: str
    text: str
    chosen: Collection[int] = ()  #: Sign-ups; only counts for the audience of that name.


def write(
    session: Session, gathering: Gathering, by: Person, draft: Draft, *, now: datetime
) -> Message:
    """Keep a message as a draft, to be looked at; nobody gets anything yet."""
    message = Message(
        library_id=gathering.library_id, gathering_id=gathering.id, written_by_id=by.id
    )
    session.add(message)
    _say(session, message, gathering, draft, now=now)
    return message


def rewrite(
    session: Session,
    library_id: int,
    gathering_id: int,
    message_id: int,
    draft: Draft,
    *,
    now: datetime,
) -> Message:
    """Change a draft. What was sent stays as people read it."""
    message = queries.lock(session, library_id, gathering_id, message_id)
    if not message.is_draft:
        raise SentAlready
    session.execute(delete(Addressee).where(Addressee.message_id == message.id))
    _say(session, message, message.gathering, draft, now=now)
    return message


def discard(session: Session, library_id: int, gathering_id: int, message_id: int) -> None:
    """Throw a draft away. What was sent stays."""
    message = queries.lock(session, library_id, gathering_id, message_id)
    if not message.is_draft:
        raise SentAlready
    session.delete(message)


def send(
    session: Session,
    library_id: int,
    gathering_id: int,
    message_id: int,
    by: Person,
    *,
    now: datetime,
) -> Message:
    """Owe it to everybody it is for now, once; who has no address is on the list to call.

    Sending it twice sends it once. It is signed by who sends it.
    """
    # The gathering first: two messages that are sent at once are counted one after the other.
    gathering = seats.lock(session, gathering_id, library_id)
    message = queries.lock(session, library_id, gathering_id, message_id)
    if not message.is_draft:
        return message
    if queries.count_sent_since(session, library_id, gathering_id, now - A_DAY) >= MOST_A_DAY:
        raise TooManyMessages
    reached = queries.list_addressees(session, gathering, message.audience, message.id)
    if not reached:
        raise NobodyToWriteTo
    message.sent_at, message.written_by_id = now, by.id
    session.execute(delete(Addressee).where(Addressee.message_id == message.id))
    for sign_up in reached:
        by_mail = sign_up.person.gets_mail
        session.add(
            Addressee(
                message_id=message.id,
                sign_up_id=sign_up.id,
                library_id=library_id,
                by_mail=by_mail,
            )
        )
        if not by_mail:
            message.calls += 1
            continue
        message.mails += 1
        owe(
            session,
            TEMPLATE,
            to=sign_up.person_id,
            key=f"{key_of(message)}{sign_up.person_id}",
            library_id=library_id,
            gathering_id=gathering_id,
            now=now,
            message_id=message.id,
        )
    return message


def called(session: Session, message: Message, sign_up_id: int, *, now: datetime) -> Addressee:
    """Somebody whom no mail reached has been told what it says. Doing so twice changes nothing."""
    addressee = queries.get_call(session, message, sign_up_id)
    # Also where a mail left, and came back.
    addressee.by_mail, addressee.called_at = False, addressee.called_at or now
    return addressee


def key_of(message: Message) -> str:
    """How the outbox knows the mails of a message; each one's key ends in its person."""
    return f"message:{message.id}:"


def _say(
    session: Session, message: Message, gathering: Gathering, draft: Draft, *, now: datetime
) -> None:
    message.audience, message.text, message.written_at = draft.audience, draft.text, now
    # Nothing that could stand in a subject is kept of what may not be named in one.
    message.subject = "" if gathering.is_sensitive else draft.subject
    session.flush()
    if draft.audience is not Audience.CHOSEN:
        return
    there = {entry.id for entry in queries.list_part_of_it(session, gathering)}
    session.add_all(
        Addressee(
            message_id=message.id,
            sign_up_id=sign_up_id,
            library_id=gathering.library_id,
            by_mail=False,
        )
        for sign_up_id in sorted(there & set(draft.chosen))
    )
