"""What a delivery report means for one of our mails.

A report counts only when it names the Message-ID of a mail that we sent, which nobody can guess,
and the very address that it went to. That address is kept sealed: whoever reads the outbox learns
no addresses from it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy.orm import Session

from community.outbox import queries, states
from community.outbox.failures import Reason
from community.outbox.models import OutboxMail
from community.outbox.reports import Failure, Report


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail that came back for good, for the first time that we hear of it."""

    mail: OutboxMail
    address: str


def sealed(address: str, *, key: str) -> str:
    """An address as the outbox remembers it: 128 bits under the installation's key."""
    folded = f"sent to:{address.lower()}".encode()
    return hmac.new(key.encode(), folded, hashlib.sha256).hexdigest()[:32]


def take_in(session: Session, report: Report, *, key: str) -> Bounce | None:
    """Note what came of the mail; the bounce, if it came back for good and that is news.

    A report about another's mail, or another address, changes nothing; nor does one read twice.
    """
    mail = queries.find_by_message_id(session, report.message_id)
    if mail is None or not mail.sent_to:
        return None
    for failure in report.failures:
        if address := _meant(failure, mail, key):
            return _noted(session, mail, failure, address)
    return None


def _meant(failure: Failure, mail: OutboxMail, key: str) -> str:
    """The address of ours that this is about; empty when it is none."""
    for address in failure.addresses:
        if hmac.compare_digest(sealed(address, key=key), mail.sent_to):
            return address
    return ""


def _noted(session: Session, mail: OutboxMail, failure: Failure, address: str) -> Bounce | None:
    if not failure.is_final:
        states.takes_long(session, mail.id, why=f"{Reason.STILL_TRYING} {failure.status}")
        return None
    news = states.came_back(session, mail.id, why=f"{Reason.CAME_BACK} {failure.status}")
    return Bounce(mail, address) if news else None
