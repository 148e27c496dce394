"""Owed mails about a sign-up, and the letters they become."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

from community.db import session, transaction
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.outbox import letters
from community.outbox.letters import Letter
from community.outbox.models import OutboxMail
from tests.factories import a_mail, a_person, a_sign_up


def mailed(mail: OutboxMail) -> Any:
    """The letter that an owed mail becomes when its turn comes; None when it is dropped."""
    return letters.render(session(), mail)


def letter_for(sign_up: SignUp, news: str, **fields: Any) -> Any:
    return mailed(a_mail(sign_up, news, **fields))


def event_in(letter: Letter) -> Any:
    (event,) = Calendar.from_ical(letter.calendar).walk("VEVENT")
    return event


def cancelled(gathering: Gathering, reason: str = "") -> None:
    with transaction() as tx:
        stands = tx.get_one(Gathering, gathering.id)
        stands.status = GatheringStatus.CANCELLED
        stands.cancel_reason = reason
        stands.sequence += 1


def a_sign_up_for(
    news: str, gathering: Gathering, language: str = "nl", **fields: object
) -> SignUp:
    """A sign-up, and a gathering, of which that news is true."""
    if news == "cancelled":
        cancelled(gathering)
    status = {
        "confirm_sign_up": SignUpStatus.PENDING,
        "you_are_waiting": SignUpStatus.WAITING,
        "left": SignUpStatus.CANCELLED,
        "removed": SignUpStatus.CANCELLED,
    }.get(news, SignUpStatus.CONFIRMED)
    return a_sign_up(gathering, a_person("Fatima", language=language), status, **fields)
