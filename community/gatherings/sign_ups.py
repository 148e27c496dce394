"""Signing up and confirming. Everything about a sign-up happens under the gathering's lock.

The order of locks is always the same, so that no two people can wait for each other: the
gathering's row, sign-ups, memberships and keys, log and outbox, the library's version last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from community.accounts import mail_stops
from community.accounts.models import Person
from community.consents.models import Channel
from community.db import insert_for, table_of, take_in
from community.errors import DomainError, NotAllowed
from community.gatherings import kunde, replies, reply_queries, seats
from community.gatherings import sign_up_news as news
from community.gatherings.kinds import Eligibility
from community.gatherings.models import (
    LARGEST_PARTY,
    Gathering,
    GatheringStatus,
    SignUp,
    SignUpStatus,
)
from community.gatherings.replies import Replies
from community.gatherings.sign_up_rules import (
    HAS_LEFT,
    OVER,
    PartyDoesNotFit,
    become_known,
    check_on,
    locked,
)
from community.tokens import new_salt
from community.words import N_

FULL = N_("All seats are taken, and there is no waiting list.")
CLOSED = N_("You cannot sign up for this activity now.")
_table = table_of(SignUp)
#: What a new sign-up is beyond what was said.
_NOT_SAID = ("no_photo", "sequence", "sequence_floor")

ACCOUNT_NEEDED = N_("This activity is for people with an account. Sign in first.")


class Answers(TypedDict, total=False):
    """What was said at sign-up. Who was not asked leaves `may_invite` out."""

    party_size: int
    question: str
    may_invite: bool
    #: Fixed beforehand by a form for people without address, so that twice is once.
    salt: str
    #: Answers to the gathering's own questions, and what else was said.
    replies: Replies


@dataclass(frozen=True, slots=True)
class _Arrival:
    person: Person
    person_id: int  #: Read before the lock, which nobody has to wait for.
    #: Certain: signed in, or seen by the desk. If not, a mail asks and the seat is only held.
    confirmed: bool
    at_desk: bool
    answers: Answers
    now: datetime

    @property
    def size(self) -> int:
        return self.answers.get("party_size", 1)

    @property
    def channel(self) -> Channel:
        return Channel.COUNTER if self.at_desk else Channel.SCREEN

    @property
    def replies(self) -> Replies:
        return self.answers.get("replies", replies.NONE)

    def row(self, gathering: Gathering, *, seated: bool) -> dict[str, Any]:
        """What the sign-up will be, with the number that the gathering has just given out."""
        certain = SignUpStatus.CONFIRMED if seated else SignUpStatus.WAITING
        row: dict[str, Any] = {
            "status": certain if self.confirmed else SignUpStatus.PENDING,
            "has_seat": seated,
            "held_until": self.now + seats.HOLD if seated and not self.confirmed else None,
            "queue_no": gathering.next_queue_no - 1,
            "party_size": self.size,
            "question": self.answers.get("question", ""),
            "may_invite": self.answers.get("may_invite", False),
            "made_at_desk": self.at_desk,
            "created_at": self.now,
            "confirmed_at": self.now if self.confirmed else None,
            "cancelled_at": None,
        }
        return row


def sign_up(
    session: Session,
    library_id: int,
    gathering_id: int,
    person: Person,
    *,
    confirmed: bool,
    at_desk: bool = False,
    now: datetime,
    **answers: Unpack[Answers],
) -> SignUp:
    """Give `person` seats, or a place on the waiting list when they are not to be had.

    Signing up twice is harmless: the first sign-up stands.
    """
    arrival = _Arrival(person, person.id, confirmed, at_desk, answers, now)
    if not 1 <= arrival.size <= LARGEST_PARTY:
        raise PartyDoesNotFit
    gathering, ran_out = seats.enter(
        session,
        library_id,
        gathering_id,
        arrival.size,
        proven=confirmed,
        at_desk=at_desk,
        now=now,
    )
    seated = gathering.waiting == 0
    entry = _insert_once(session, gathering, arrival, seated=seated)
    if entry is None:
        entry = _find(session, gathering.id, person.id)
        if entry.status is not SignUpStatus.CANCELLED:
            seats.undo_enter(gathering, arrival.size)
            return _once_more(session, gathering, entry, arrival)
        _come_back(gathering, entry, arrival, seated=seated)
    replies.add(session, gathering, entry, arrival.replies)
    if not seated:
        _check_open(gathering, arrival)
        _stand_in_line(session, gathering, entry, ran_out=ran_out, now=now)
    return _welcome(session, gathering, entry, arrival)


def _stand_in_line(
    session: Session, gathering: Gathering, entry: SignUp, *, ran_out: bool, now: datetime
) -> None:
    """No seat at once: but holds may have run out, and who waits longest goes first."""
    if entry.status is SignUpStatus.PENDING:
        gathering.waiting -= 1  # Nobody waits whose address is not certain.
        seats.give_out(session, gathering, now=now, ran_out=ran_out)
        if seats.has_room(gathering, entry.party_size):
            seats.hold(gathering, entry, now=now)
    else:
        seats.give_out(session, gathering, now=now, newcomer=entry, ran_out=ran_out)
    if not entry.has_seat and not gathering.has_waiting_list:
        raise DomainError(FULL)


def _check_open(gathering: Gathering, arrival: _Arrival) -> None:
    if gathering.status is not GatheringStatus.PUBLISHED or gathering.is_over(arrival.now):
        raise DomainError(OVER)
    open_at_desk = arrival.at_desk and gathering.takes_sign_ups
    if not open_at_desk and not gathering.sign_up_is_open(arrival.now):
        raise DomainError(CLOSED)
    if gathering.eligibility is Eligibility.SIGNED_IN and not arrival.confirmed:
        raise NotAllowed(ACCOUNT_NEEDED)
    if gathering.capacity is not None and arrival.size > gathering.capacity:
        raise PartyDoesNotFit


def _insert_once(
    session: Session, gathering: Gathering, arrival: _Arrival, *, seated: bool
) -> SignUp | None:
    """Insert the sign-up, unless this person has one here; then None."""
    row = {
        "library_id": gathering.library_id,
        "gathering_id": gathering.id,
        "person_id": arrival.person_id,
        "salt": arrival.answers.get("salt") or new_salt(),
        **arrival.row(gathering, seated=seated),
    }
    statement = _first_time(session.get_bind().dialect.name)
    made = session.connection().execute(statement, row).one_or_none()
    return None if made is None else take_in(session, SignUp, {**row, **made._asdict()})


@cache
def _first_time(dialect: str) -> ReturningInsert[Any]:
    """Built once and of the plain table, as the entrance is: `seats._entrance`."""
    new = insert_for(dialect)(_table).on_conflict_do_nothing()
    return new.returning(_table.c.id, *(_table.c[name] for name in _NOT_SAID))


def _come_back(gathering: Gathering, entry: SignUp, arrival: _Arrival, *, seated: bool) -> None:
    """Who left and returns joins the end of the queue; links in earlier mails work again."""
    for name, value in arrival.row(gathering, seated=seated).items():
        setattr(entry, name, value)
    entry.raise_sequence()


def _welcome(session: Session, gathering: Gathering, sign_up: SignUp, arrival: _Arrival) -> SignUp:
    if sign_up.status is SignUpStatus.PENDING:
        news.asked_to_confirm(session, gathering, sign_up, now=arrival.now)
        return sign_up
    may_invite = arrival.answers.get("may_invite")
    become_known(session, gathering, sign_up, may_invite, channel=arrival.channel, now=arrival.now)
    kunde.hear(session, gathering, sign_up, arrival.replies.answers, now=arrival.now)
    news.arrived(session, gathering, sign_up, now=arrival.now)
    return sign_up


def _once_more(
    session: Session, gathering: Gathering, sign_up: SignUp, arrival: _Arrival
) -> SignUp:
    """The same person again: nothing changes, but a mail that went astray is sent anew."""
    now = arrival.now
    if sign_up.status is not SignUpStatus.PENDING:
        if not arrival.confirmed:
            news.asked_again(session, gathering, sign_up, now=now)
    elif arrival.confirmed:
        # Whoever filled in the form before may have been somebody else: their answers go.
        sign_up.question = arrival.answers.get("question", "")
        replies.put(session, gathering, sign_up, arrival.replies)
        may_invite = arrival.answers.get("may_invite")
        _confirm(session, gathering, sign_up, may_invite, channel=arrival.channel, now=now)
    elif sign_up.created_at + seats.HOLD <= now:
        _check_open(gathering, arrival)
        seats.give_out(session, gathering, now=now)
        _ask_anew(session, gathering, sign_up, arrival)
    return sign_up


def _ask_anew(session: Session, gathering: Gathering, sign_up: SignUp, arrival: _Arrival) -> None:
    """A hold ran out unconfirmed: the answers of now, at the old place in the queue."""
    sign_up.party_size = arrival.size
    sign_up.question = arrival.answers.get("question", "")
    sign_up.may_invite = arrival.answers.get("may_invite", False)
    replies.put(session, gathering, sign_up, arrival.replies)
    if seats.has_room(gathering, arrival.size):
        seats.hold(gathering, sign_up, now=arrival.now)
    elif not gathering.has_waiting_list:
        raise DomainError(FULL)
    sign_up.created_at = arrival.now
    sign_up.raise_sequence()
    news.asked_to_confirm(session, gathering, sign_up, now=arrival.now)


def confirm(session: Session, sign_up_id: int, *, now: datetime) -> SignUp:
    """By the link in the mail: so the address is theirs, and a seat that is still held too."""
    gathering, sign_up = locked(session, sign_up_id)
    if sign_up.status is SignUpStatus.CANCELLED:
        raise DomainError(HAS_LEFT)
    if sign_up.status is SignUpStatus.PENDING:
        may_invite = sign_up.may_invite
        _confirm(session, gathering, sign_up, may_invite, channel=Channel.MAIL, now=now)
        sign_up.person.email_confirmed_at = sign_up.person.email_confirmed_at or now
        mail_stops.start(sign_up.person)  # The mail with this link arrived.
    return sign_up


def _confirm(
    session: Session,
    gathering: Gathering,
    sign_up: SignUp,
    may_invite: bool | None,
    *,
    channel: Channel,
    now: datetime,
) -> None:
    """Too late for the held seat: stand in the queue where one came in, and see who is served."""
    check_on(gathering, now)
    sign_up.confirmed_at = now
    sign_up.raise_sequence()
    if sign_up.held_until is not None and sign_up.held_until > now:
        seats.seat(gathering, sign_up)
    else:
        seats.wait(gathering, sign_up)
        seats.give_out(session, gathering, now=now, newcomer=sign_up)
        if sign_up.status is SignUpStatus.WAITING and not gathering.has_waiting_list:
            raise DomainError(FULL)
    become_known(session, gathering, sign_up, may_invite, channel=channel, now=now)
    if kunde.asked(gathering):
        kept = reply_queries.said_by(session, sign_up.id).by_question
        kunde.hear(session, gathering, sign_up, kept, now=now)
    news.arrived(session, gathering, sign_up, now=now)


def _find(session: Session, gathering_id: int, person_id: int) -> SignUp:
    return session.scalars(
        select(SignUp).where(SignUp.gathering_id == gathering_id, SignUp.person_id == person_id),
        execution_options={"populate_existing": True},
    ).one()
