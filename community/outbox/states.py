"""The life of an owed mail: claimed, and then sent, put off, given up, dropped or owed again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from community.db import changed_rows
from community.leases import claim_first
from community.outbox.models import MailState, OutboxMail
from community.outbox.queries import may_go

#: How long a mail stays with the worker that claimed it. Longer than sending can take, or a slow
#: server's mail would be sent twice.
LEASE = timedelta(minutes=3)
#: Before the second try, the third, and so on; after the last one nobody tries again.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60))


#: Where the context of a mail that was sent keeps what it asked of a calendar.
CARRIED = "calendar"


def claim(session: Session, *, now: datetime) -> OutboxMail | None:
    """Take the first mail that is due, for the length of a lease."""
    return claim_first(session, OutboxMail, may_go(now), now=now, lease=LEASE)


def sent(
    session: Session, mail: OutboxMail, *, now: datetime, to: str = "", calendar: str = ""
) -> None:
    """`to`: the address, sealed; `calendar`: what the mail asked of a calendar."""
    _settle(
        session,
        mail.id,
        state=MailState.SENT,
        sent_at=now,
        last_error="",
        sent_to=to,
        context={**mail.context, CARRIED: calendar},
    )


def drop(session: Session, mail_id: int, *, why: str = "") -> None:
    """Overtaken by newer news, too late, or (`why`) to an address that does not work."""
    _settle(session, mail_id, state=MailState.DROPPED, last_error=why)


def came_back(session: Session, mail_id: int, *, why: str) -> bool:
    """Brought back for good; False when that was known already, or it never left."""
    sent = update(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.state == MailState.SENT)
    return changed_rows(session, sent.values(state=MailState.BOUNCED, last_error=why)) == 1


def takes_long(session: Session, mail_id: int, *, why: str) -> None:
    """Noted, and nothing more: it may still arrive."""
    session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.state == MailState.SENT)
        .values(last_error=why)
        .execution_options(synchronize_session=False)
    )


def give_up(session: Session, mail_id: int, *, why: str) -> None:
    _settle(session, mail_id, state=MailState.FAILED, last_error=why)


def put_off(session: Session, mail_id: int, *, tries: int, why: str, now: datetime) -> bool:
    """Owe it a little later, each time longer; False when that was the last try."""
    if tries > len(PAUSES):
        give_up(session, mail_id, why=why)
        return False
    _settle(session, mail_id, due_at=now + PAUSES[tries - 1], last_error=why)
    return True


def owe_again(
    session: Session, *, now: datetime, library_id: int | None = None, mail_id: int | None = None
) -> int:
    """Try given-up mails once more from the start: all, those of a library, or one. How many."""
    again = update(OutboxMail).where(OutboxMail.state == MailState.FAILED)
    if library_id is not None:
        again = again.where(OutboxMail.library_id == library_id)
    if mail_id is not None:
        again = again.where(OutboxMail.id == mail_id)
    owed = again.values(state=MailState.OWED, due_at=now, leased_until=None, attempts=0)
    return changed_rows(session, owed)


def set_aside(session: Session) -> int:
    """An older copy was put back: what it still owed may have been sent, so somebody decides."""
    owed = update(OutboxMail).where(OutboxMail.state == MailState.OWED)
    return changed_rows(session, owed.values(state=MailState.RESTORED, leased_until=None))


def decide_restored(
    session: Session,
    *,
    send: bool,
    now: datetime,
    library_id: int | None = None,
    mail_id: int | None = None,
) -> int:
    """Send after all, or let go, what was set aside: all, of a library, or one. How many.

    What is sent is written from what is true now, so a mail without use drops out by itself.
    """
    aside = update(OutboxMail).where(OutboxMail.state == MailState.RESTORED)
    if library_id is not None:
        aside = aside.where(OutboxMail.library_id == library_id)
    if mail_id is not None:
        aside = aside.where(OutboxMail.id == mail_id)
    if not send:
        return changed_rows(session, aside.values(state=MailState.DROPPED))
    return changed_rows(session, aside.values(state=MailState.OWED, due_at=now, attempts=0))


def owe_anew(session: Session, *, now: datetime, library_id: int, mail_id: int) -> None:
    """Send a mail that came back once more, to the address as it is now.

    As another message: a late report about the first one is not about this one.
    """
    session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.library_id == library_id,
            OutboxMail.id == mail_id,
            OutboxMail.state == MailState.BOUNCED,
        )
        .values(
            state=MailState.OWED,
            due_at=now,
            leased_until=None,
            attempts=0,
            sent_at=None,
            sent_to="",
            last_error="",
            message_id=str(uuid4()),
        )
    )


def _settle(session: Session, mail_id: int, **values: object) -> None:
    """What was settled once stays: a worker that comes too late changes nothing."""
    session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.state == MailState.OWED)
        .values(leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
