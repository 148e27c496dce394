"""Every select of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import Session

from community.outbox.models import MailState, MailWording, OutboxMail

#: Said as the index says it: a bound value would keep both databases from using it.
IS_OWED: ColumnElement[bool] = text("state = 'owed'")  # type: ignore[assignment]


def may_go(now: datetime) -> ColumnElement[bool]:
    """Owed, due, and in nobody's hands."""
    free = or_(OutboxMail.leased_until.is_(None), OutboxMail.leased_until <= now)
    return and_(IS_OWED, OutboxMail.due_at <= now, free)


def is_any_due(session: Session, now: datetime) -> bool:
    return session.scalars(select(OutboxMail.id).where(may_go(now)).limit(1)).first() is not None


def list_to(session: Session, person_id: int, gathering_id: int) -> Sequence[OutboxMail]:
    """Every mail to a person about a gathering, whatever became of it, oldest first."""
    return session.scalars(
        select(OutboxMail)
        .where(OutboxMail.person_id == person_id, OutboxMail.gathering_id == gathering_id)
        .order_by(OutboxMail.id)
    ).all()


@dataclass(frozen=True, slots=True)
class State:
    """How the outbox stands, in numbers without people."""

    owed: int
    failed: int
    oldest_due_at: datetime | None


def state(session: Session, now: datetime) -> State:
    owed, oldest = session.execute(
        select(func.count(), func.min(OutboxMail.due_at)).where(IS_OWED, OutboxMail.due_at <= now)
    ).one()
    failed = session.scalars(select(func.count()).where(OutboxMail.state == MailState.FAILED)).one()
    return State(owed=owed, failed=failed, oldest_due_at=oldest)


def count_given_up(session: Session, since: datetime) -> int:
    """How many mails that were owed since then were given up."""
    given_up = (OutboxMail.state == MailState.FAILED, OutboxMail.queued_at >= since)
    return session.scalars(select(func.count()).where(*given_up)).one()


def count_states(session: Session, gathering_id: int, key_begins: str) -> dict[MailState, int]:
    """What became of the mails about a gathering whose keys begin so."""
    rows = session.execute(
        select(OutboxMail.state, func.count())
        .where(
            OutboxMail.gathering_id == gathering_id,
            OutboxMail.key.startswith(key_begins, autoescape=True),
        )
        .group_by(OutboxMail.state)
    )
    return {state: number for state, number in rows}  # noqa: C416 (rows are no pairs)


def list_wordings(session: Session, library_id: int) -> Sequence[MailWording]:
    """The mails that a library has words of its own for."""
    return session.scalars(select(MailWording).where(MailWording.library_id == library_id)).all()


def find_wording(
    session: Session, library_id: int, template: str, language: str
) -> MailWording | None:
    return session.get(MailWording, (library_id, template, language))


def find_by_message_id(session: Session, message_id: str) -> OutboxMail | None:
    return session.scalars(
        select(OutboxMail).where(OutboxMail.message_id == message_id).limit(1)
    ).one_or_none()


def latest_to_each(session: Session, gathering_id: int) -> dict[int, OutboxMail]:
    """The latest mail about a gathering to each person, by person."""
    latest = (
        select(func.max(OutboxMail.id))
        .where(OutboxMail.gathering_id == gathering_id)
        .group_by(OutboxMail.person_id)
    )
    mails = session.scalars(select(OutboxMail).where(OutboxMail.id.in_(latest)))
    return {mail.person_id: mail for mail in mails}
