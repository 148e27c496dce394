"""What people read of tables and their rounds."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.conversations.models import Kind
from community.table_notes.rounds import Press
from community.table_notes.showing import Running

KIND_WORDS: dict[Kind, LazyString] = {
    Kind.QUESTION: _("Question"),
    Kind.IDEA: _("Idea"),
    Kind.INSIGHT: _("Insight"),
    Kind.AGREEMENT: _("Agreement"),
}
#: Above the four boxes in which a sheet of paper is typed over.
ON_PAPER: dict[Kind, LazyString] = {
    Kind.QUESTION: _("Questions"),
    Kind.IDEA: _("Ideas"),
    Kind.INSIGHT: _("Insights"),
    Kind.AGREEMENT: _("Agreements"),
}


def time_left(at: Running, now: datetime) -> str:
    """`Nog 11 minuten, tot 15.15`, without the time of day, which stands in a tag of its own."""
    left = at.minutes_left(now)
    said: str
    if at.is_done:
        said = gettext("The rounds are over. Finish what you are writing.")
    elif not at.has_begun:
        said = gettext("The rounds have not begun yet.")
    elif left is None:
        said = gettext("Take the time that you need.")
    elif left == 0:
        said = gettext("The time is up. Finish what you are writing.")
    else:
        said = ngettext("%(num)d more minute, until", "%(num)d more minutes, until", left)
    return said


def press_words(press: Press, at: Running) -> str:
    number = at.clock.round_no if at.clock else 0
    said: str = {
        Press.NEXT: gettext("Begin round %(number)s", number=number + 1),
        Press.MORE: gettext("Two more minutes"),
        Press.END: gettext("End the rounds"),
        Press.BACK: gettext("Back to round %(number)s", number=number - 1),
        Press.AGAIN: gettext("Two more minutes for the last round"),
    }[press]
    return said
