"""The calendar part of a mail: invites, changes and cancels the one event of one sign-up (iMIP)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from community.gatherings.calendar_items import event_of
from community.gatherings.mail_queries import Mailed
from community.gatherings.models import Gathering, SignUp, SignUpStatus
from community.ical.events import CalendarEvent, Contact
from community.ical.writing import Method, calendar, invitation, vevent, with_lines
from community.outbox.models import MailState

#: News that puts the gathering in somebody's calendar, or changes what stands there.
INVITES = frozenset({"you_are_in", "promoted", "party_changed", "moved"})
#: News that takes it out again.
CANCELS = frozenset({"left", "removed", "cancelled"})


def method_for(kind: str, sign_up: SignUp, mailed: Sequence[Mailed]) -> Method | None:
    """What the mail asks of the calendar; None for who waits, or never had an invitation.

    Whatever the mail tells: to who does not take part (any more), it takes out what stands there.
    Who left and came back to wait may get no other mail about it.
    """
    takes_part = sign_up.status is SignUpStatus.CONFIRMED and kind not in CANCELS
    if takes_part:
        return Method.REQUEST if kind in INVITES else None
    return Method.CANCEL if _stands_there(mailed) else None


def _stands_there(mailed: Sequence[Mailed]) -> bool:
    """Whether the latest that reached the calendar put it there, or may be doing so right now."""
    if any(mail.kind in INVITES and mail.is_leaving for mail in mailed):
        return True
    reached = [
        (mail.sent_at, asked is Method.REQUEST)
        for mail in mailed
        if mail.state is MailState.SENT and (asked := _asked_of_it(mail))
    ]
    return bool(reached) and max(reached)[1]


def _asked_of_it(mail: Mailed) -> Method | None:
    """What a mail that was sent asked of the calendar; by its news, where that was not kept."""
    if mail.calendar is not None:
        return Method(mail.calendar) if mail.calendar else None
    if mail.kind in INVITES:
        return Method.REQUEST
    return Method.CANCEL if mail.kind in CANCELS else None


def calendar_file(
    sign_ups: Sequence[SignUp],
    *,
    organizer: Contact,
    language: str,
    base_url: str,
    at: datetime,
) -> bytes:
    """Several dates at once, as a file to open: the same UIDs as in invitations, and as new."""
    written = [
        with_lines(
            vevent(
                replace(
                    _stamped(sign_up.gathering, organizer, language, base_url, at),
                    sequence=sign_up.gathering.sequence + sign_up.sequence,
                )
            ),
            transparent=False,
        )
        for sign_up in sign_ups
    ]
    return calendar(written, name="", language=language, method=Method.PUBLISH)


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
    return invitation(
        _stamped(gathering, organizer, language, base_url, at),
        method=method,
        attendee=Contact(person.full_name, person.email or ""),
        sequence=gathering.sequence + sign_up.sequence,
        language=language,
    )


def _stamped(
    gathering: Gathering, organizer: Contact, language: str, base_url: str, at: datetime
) -> CalendarEvent:
    event = event_of(gathering, language, base_url)
    return replace(event, organizer=organizer, revised_at=max(event.revised_at, at))
