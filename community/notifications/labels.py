"""What people call the mails that go out by the clock."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.notifications.models import LibraryRhythm, MailWish, Reminder, Stream

REMINDERS: dict[Reminder, LazyString] = {
    Reminder.TWO_DAYS: _("Two days before"),
    Reminder.THREE_HOURS: _("Three hours before"),
}

#: What the page asks, and what it says once it is so.
STOP: dict[Stream, LazyString] = {
    Stream.REMINDERS: _("Shall we stop reminding you?"),
    Stream.DIGEST: _("Shall we stop the weekly e-mail?"),
}
STOPPED: dict[Stream, LazyString] = {
    Stream.REMINDERS: _("We will not remind you any more"),
    Stream.DIGEST: _("You no longer get the weekly e-mail"),
}

#: As datetime counts: Monday is 0.
WEEKDAYS: tuple[LazyString, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def reminders_in_words(wish: MailWish | None, rhythm: LibraryRhythm) -> str:
    """`twee dagen van tevoren en drie uur van tevoren`; or that there are none."""
    wanted = (wish.wanted if wish else frozenset(Reminder)) & rhythm.reminders
    if not wanted:
        none: str = gettext("No reminders.")
        return none
    if len(wanted) == len(Reminder):
        both: str = gettext("Reminders two days and three hours before an activity.")
        return both
    one: str = (
        gettext("A reminder two days before an activity.")
        if Reminder.TWO_DAYS in wanted
        else gettext("A reminder three hours before an activity.")
    )
    return one


def digest_in_words(wish: MailWish | None, rhythm: LibraryRhythm) -> str:
    """What she gets of it."""
    if wish is not None and wish.gets(Stream.DIGEST):
        return sent_digest_in_words(rhythm)
    none: str = gettext("No weekly e-mail.")
    return none


def sent_digest_in_words(rhythm: LibraryRhythm) -> str:
    """What the library sends of it, to who asked for it."""
    said: str = (
        gettext(
            "An e-mail every %(weekday)s about what is on.",
            weekday=WEEKDAYS[rhythm.digest_weekday],
        )
        if rhythm.has_digest
        else gettext("No weekly e-mail.")
    )
    return said
