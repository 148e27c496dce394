"""Every select about messages: the ones of a gathering, who they go to, and who must be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings.models import Attendance, Gathering, SignUp, SignUpStatus
from community.messages.models import Addressee, Audience, Message
from community.outbox.models import MailState, OutboxMail

#: More than anybody scrolls through; older ones are wiped within a year.
MOST = 100
#: As many as somebody calls in a day.
MOST_CALLS = 200
#: Not who has yet to confirm: nobody knows whose address that is.
PART_OF_IT = (SignUpStatus.CONFIRMED, SignUpStatus.WAITING)


def get(session: Session, library_id: int, gathering_id: int, message_id: int) -> Message:
    """One message of one gathering, with who wrote it."""
    found = session.scalars(
        select(Message)
        .where(
            Message.library_id == library_id,
            Message.gathering_id == gathering_id,
            Message.id == message_id,
        )
        .options(joinedload(Message.written_by), joinedload(Message.gathering))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock(session: Session, library_id: int, gathering_id: int, message_id: int) -> Message:
    """The same, with its row locked until the transaction ends."""
    found = session.scalars(
        select(Message)
        .where(
            Message.library_id == library_id,
            Message.gathering_id == gathering_id,
            Message.id == message_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_of(session: Session, gathering: Gathering) -> Sequence[Message]:
    """Drafts first, then the latest one sent."""
    return session.scalars(
        select(Message)
        .where(Message.library_id == gathering.library_id, Message.gathering_id == gathering.id)
        .options(joinedload(Message.written_by))
        .order_by(Message.sent_at.is_not(None), Message.sent_at.desc(), Message.id.desc())
        .limit(MOST)
    ).all()


def count_sent_since(session: Session, library_id: int, gathering_id: int, since: datetime) -> int:
    return session.scalars(
        select(func.count(Message.id)).where(
            Message.library_id == library_id,
            Message.gathering_id == gathering_id,
            Message.sent_at > since,
        )
    ).one()


def list_part_of_it(session: Session, gathering: Gathering) -> Sequence[SignUp]:
    """Everybody who can be written to, by name: who takes part first, then who waits."""
    return session.scalars(
        _people(gathering.id).order_by(
            SignUp.status, func.lower(Person.first_name), Person.surname, SignUp.id
        )
    ).all()


def list_addressees(
    session: Session, gathering: Gathering, audience: Audience, message_id: int | None = None
) -> Sequence[SignUp]:
    """Whom a message to this audience would reach now; of the chosen, who still take part."""
    return session.scalars(
        _people(gathering.id)
        .where(_is_meant(gathering.id, audience, message_id))
        .order_by(func.lower(Person.first_name), Person.surname, SignUp.id)
    ).all()


def count_audiences(session: Session, gathering: Gathering) -> Mapping[Audience, int]:
    """How many sign-ups each audience has now, in one statement."""
    counted = (Audience.EVERYBODY, Audience.CONFIRMED, Audience.WAITING, Audience.CAME,
               Audience.ABSENT)  # fmt: skip
    row = session.execute(
        select(
            *(
                func.count(SignUp.id).filter(_is_meant(gathering.id, audience))
                for audience in counted
            )
        ).where(SignUp.gathering_id == gathering.id, SignUp.status.in_(PART_OF_IT))
    ).one()
    return dict(zip(counted, row, strict=True))


def chosen_ids(session: Session, message_id: int) -> set[int]:
    return set(
        session.scalars(select(Addressee.sign_up_id).where(Addressee.message_id == message_id))
    )


def find_to_mail(session: Session, message_id: int, person_id: int) -> Addressee | None:
    """What a mail needs: the message, its gathering, and the one person it is for."""
    message = contains_eager(Addressee.message)
    return session.scalars(
        select(Addressee)
        .join(Addressee.message)
        .join(Addressee.sign_up)
        .where(
            Addressee.message_id == message_id,
            SignUp.person_id == person_id,
            Message.sent_at.is_not(None),
        )
        .options(
            message.joinedload(Message.gathering).joinedload(Gathering.library),
            message.joinedload(Message.written_by),
            contains_eager(Addressee.sign_up).joinedload(SignUp.person),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


# ─── who is called ───


def get_call(session: Session, message: Message, sign_up_id: int) -> Addressee:
    found = session.scalars(
        _calls(message.library_id).where(
            Addressee.message_id == message.id, Addressee.sign_up_id == sign_up_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_calls_of(session: Session, message: Message) -> Sequence[Addressee]:
    """Everybody without address in one message, who has been called last."""
    return session.scalars(
        _calls(message.library_id)
        .where(Addressee.message_id == message.id)
        .order_by(Addressee.called_at.is_not(None), func.lower(Person.first_name), SignUp.id)
    ).all()


def list_calls(session: Session, library_id: int) -> Sequence[Addressee]:
    """Who has yet to be told what a message said, the oldest message first."""
    return session.scalars(
        _calls(library_id)
        .where(Addressee.called_at.is_(None))
        .order_by(Message.sent_at, func.lower(Person.first_name), SignUp.id)
        .limit(MOST_CALLS)
    ).all()


def how_many_calls(library_id: int) -> Select[int]:
    """How many people wait to be read a message; for the librarian's Today."""
    calls = _calls(library_id).where(Addressee.called_at.is_(None))
    return calls.with_only_columns(func.count()).order_by(None)


def _calls(library_id: int) -> Select[Addressee]:
    return (
        select(Addressee)
        .join(Addressee.message)
        .join(Addressee.sign_up)
        .join(SignUp.person)
        .options(
            contains_eager(Addressee.message).joinedload(Message.gathering),
            contains_eager(Addressee.sign_up).contains_eager(SignUp.person),
        )
        .where(
            Addressee.library_id == library_id,
            or_(Addressee.by_mail.is_(False), and_(~Person.gets_mail, ~_arrived())),
            Message.sent_at.is_not(None),
        )
    )


def _arrived() -> ColumnElement[bool]:
    """Whether it left by mail and, as far as we know, arrived (keys: `services.key_of`)."""
    key = literal("message:") + cast(Message.id, String) + ":" + cast(SignUp.person_id, String)
    return exists().where(OutboxMail.key == key, OutboxMail.state == MailState.SENT)


def _people(gathering_id: int) -> Select[SignUp]:
    return (
        select(SignUp)
        .join(SignUp.person)
        .options(contains_eager(SignUp.person))
        .where(SignUp.gathering_id == gathering_id, SignUp.status.in_(PART_OF_IT))
    )


def _is_meant(
    gathering_id: int, audience: Audience, message_id: int | None = None
) -> ColumnElement[bool]:
    confirmed, waits = (SignUp.status == status for status in PART_OF_IT)
    here = SignUp.id.in_(
        select(Attendance.sign_up_id).where(
            Attendance.gathering_id == gathering_id,
            Attendance.undone_at.is_(None),
            Attendance.sign_up_id.is_not(None),
        )
    )
    ticked = SignUp.id.in_(select(Addressee.sign_up_id).where(Addressee.message_id == message_id))
    meant = {
        Audience.EVERYBODY: or_(confirmed, waits),
        Audience.CONFIRMED: confirmed,
        Audience.WAITING: waits,
        Audience.CAME: here,
        Audience.ABSENT: and_(confirmed, ~here),
        Audience.CHOSEN: ticked,
    }
    return meant[audience]
