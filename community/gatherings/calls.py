"""The *bellijst*: who gets no mail and does not know yet how it stands.

Who has no address, and whose address does not work. Nothing is put on this list and nothing can be
forgotten: it is whoever is behind, derived from what they were last told (`Told`, or a mail that
arrived) and how it is now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager

from community.accounts.models import Person
from community.gatherings import sign_up_news as news
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus, Told
from community.gatherings.sign_up_queries import ACTIVE
from community.gatherings.sign_up_rules import locked
from community.outbox.models import MailState, OutboxMail

#: As many as somebody calls in a day.
MOST_CALLS = 200


class Tidings(StrEnum):
    """What somebody without address has to hear."""

    CANCELLED = "cancelled"
    REMOVED = "removed"
    MOVED = "moved"
    SEATED = "seated"
    CHANGED = "changed"  #: Something else, such as with how many they are expected.


@dataclass(frozen=True, slots=True)
class Call:
    sign_up: SignUp
    tidings: tuple[Tidings, ...]


def list_calls(session: Session, library_id: int, *, now: datetime) -> list[Call]:
    """Who has no address and does not know yet how it stands; what begins first comes first."""
    rows = session.execute(_calls(library_id, now).limit(MOST_CALLS)).all()
    return [Call(sign_up, _tidings(sign_up, told)) for sign_up, told in rows]


def how_many(library_id: int, now: datetime) -> Select[int]:
    """How many people wait for a call; for the librarian's Today."""
    return _calls(library_id, now).with_only_columns(func.count(SignUp.id)).order_by(None)


def _calls(library_id: int, now: datetime) -> Select[SignUp, Told]:
    # Of whom nothing was noted, it is certain that they knew how it stood when they signed up.
    behind = or_(
        func.coalesce(Told.gathering_sequence, 0) < Gathering.sequence,
        func.coalesce(Told.sign_up_sequence, 0) < SignUp.sequence,
    )
    gathering = contains_eager(SignUp.gathering)
    return (
        select(SignUp, Told)
        .join(SignUp.gathering)
        .join(SignUp.person)
        .outerjoin(Told, Told.sign_up_id == SignUp.id)
        .options(
            contains_eager(SignUp.person),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
        )
        .where(
            SignUp.library_id == library_id,
            ~Person.gets_mail,
            # An address may have failed after the latest news had gone there.
            ~_knows_by_mail(),
            Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.CANCELLED)),
            # Once it begins there is nothing left to tell.
            Gathering.starts_at > now,
            # Who left by themselves know it; who was taken off by the desk may not.
            or_(SignUp.status.in_(ACTIVE), Told.sign_up_sequence < SignUp.sequence),
            behind,
        )
        .order_by(Gathering.starts_at, Person.first_name, SignUp.id)
    )


def _knows_by_mail() -> ColumnElement[bool]:
    """Whether a mail that did not come back told how it stands now (keys: `sign_up_news.py`)."""
    sequence = cast(Gathering.sequence + SignUp.sequence, String)
    told = literal("sign_up:") + cast(SignUp.id, String) + ":%:" + sequence
    return exists().where(
        OutboxMail.gathering_id == SignUp.gathering_id,
        OutboxMail.person_id == SignUp.person_id,
        OutboxMail.state == MailState.SENT,
        or_(OutboxMail.key.like(told), OutboxMail.key.like(told + ":%")),
    )


def _tidings(sign_up: SignUp, told: Told | None) -> tuple[Tidings, ...]:
    """What is new since they were told last, most important first."""
    gathering = sign_up.gathering
    if gathering.is_cancelled:
        return (Tidings.CANCELLED,)
    if sign_up.status is SignUpStatus.CANCELLED:
        return (Tidings.REMOVED,)
    knew_gathering, knew_sign_up = (
        (told.gathering_sequence, told.sign_up_sequence) if told else (0, 0)
    )
    news = []
    if knew_sign_up < sign_up.sequence and sign_up.status is SignUpStatus.CONFIRMED:
        news.append(Tidings.SEATED)
    if knew_gathering < gathering.sequence:
        news.append(Tidings.MOVED)
    return tuple(news) or (Tidings.CHANGED,)


def called(session: Session, library_id: int, sign_up_id: int, *, now: datetime) -> SignUp:
    """They have been told how it stands at this moment."""
    gathering, sign_up = locked(session, sign_up_id, library_id)
    news.remember_told(session, gathering, sign_up, now=now)
    return sign_up
