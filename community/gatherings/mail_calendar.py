"""The calendar part of a mail: invites, changes and cancels the one event of one sign-up (iMIP)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from community.gatherings.calendar_items import event_of
from community.gatherings.mail_queries import Mailed
from community.gatherings.models import SignUp, SignUpStatus
from community.ical.events import Contact
from community.ical.writing import Method, invitation
from community.outbox.models import MailState

#: News that puts the gathering in somebody's calendar, or changes what stands there.
INVITES = frozenset({"you_are_in", "promoted", "party_changed", "moved"})
#: News that takes it out again.
CANCELS = frozenset({"left", "removed", "cancelled"})


def method_for(kind: str, sign_up: SignUp, mailed: Sequence[Mailed]) -> Method | None:
    """What the mail asks of the calendar; None for who waits, or never had an invitation."""
    if kind in INVITES and sign_up.status is SignUpStatus.CONFIRMED:
        return Method.REQUEST
    if kind in CANCELS and _was_invited(mailed):
        return Method.CANCEL
    return None


def _was_invited(mailed: Sequence[Mailed]) -> bool:
    """An invitation that is still owed may be on its way at this very moment."""
    return any(
        mail.kind in INVITES and mail.state in {MailState.SENT, MailState.OWED} for mail in mailed
    )


def calendar_part(
    sign_up: SignUp,
    method: Method,
    *,
    organizer: Contact,
    language: str,
    base_url: str,
    at: datetime,
) -> bytes:
    """SEQUENCE is the gathering's plus the sign-up's: both only rise, so coming back is newer.

    `at` is when the news came about; it does not change when the mail is sent a second time.
    """
    gathering, person = sign_up.gathering, sign_up.person
    event = event_of(gathering, language, base_url)
    stamped = replace(event, organizer=organizer, revised_at=max(event.revised_at, at))
    return invitation(
        stamped,
        method=method,
        attendee=Contact(person.full_name, person.email or ""),
        sequence=gathering.sequence + sign_up.sequence,
        language=language,
    )
