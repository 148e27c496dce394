"""What a mail about a sign-up needs to know, read at the moment it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from community.accounts.models import Person
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.outbox import queries as outbox
from community.outbox.models import MailState, OutboxMail
from community.outbox.states import CARRIED


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail about a sign-up: which news it brought, and at which SEQUENCE."""

    kind: str
    sequence: int
    state: MailState
    sent_at: datetime
    is_leaving: bool  #: Somebody is sending it at this very moment.
    calendar: str | None  #: REQUEST, CANCEL, nothing; None: not known.


def find_sign_up(session: Session, sign_up_id: int) -> SignUp | None:
    """A sign-up with everything a mail shows; None when it has been erased."""
    gathering = joinedload(SignUp.gathering)
    return session.scalars(
        select(SignUp)
        .where(SignUp.id == sign_up_id)
        .options(
            joinedload(SignUp.person),
            gathering.joinedload(Gathering.library),
            gathering.joinedload(Gathering.branch),
            gathering.joinedload(Gathering.room),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def place_in_line(session: Session, sign_up: SignUp) -> int:
    """1 for who is next, among those on the waiting list."""
    before = session.scalars(
        select(func.count()).where(
            SignUp.gathering_id == sign_up.gathering_id,
            SignUp.status == SignUpStatus.WAITING,
            SignUp.queue_no < sign_up.queue_no,
        )
    ).one()
    return before + 1


def find_writer(session: Session, gathering: Gathering) -> str:
    """The first name of who made the gathering, to sign with; empty when nobody is known."""
    return (
        session.scalars(
            select(Person.first_name).where(Person.id == gathering.created_by_id)
        ).one_or_none()
        or ""
    )


def list_mailed(session: Session, sign_up: SignUp, *, but: int) -> list[Mailed]:
    """Every mail about this sign-up but one, whatever became of it."""
    mails = outbox.list_to(session, sign_up.person_id, sign_up.gathering_id)
    return [_mailed(each) for each in mails if each.key.startswith("sign_up:") and each.id != but]


def _mailed(mail: OutboxMail) -> Mailed:
    # sign_up:<id>:<kind>:<sequence>[:more]; a person signs up once for a gathering.
    _, _, kind, sequence, *_ = mail.key.split(":")
    return Mailed(
        kind,
        int(sequence),
        mail.state,
        sent_at=mail.sent_at or mail.queued_at,
        is_leaving=mail.state is MailState.OWED and mail.leased_until is not None,
        calendar=mail.context.get(CARRIED),
    )


def sequence_of(mail: OutboxMail) -> int:
    return _mailed(mail).sequence
