"""How many one sees, in the words of what was chosen."""

from __future__ import annotations

from flask_babel import ngettext

from community.gatherings.filters import AgendaFilter, Shape
from community.gatherings.kinds import Kind


def seen(wish: AgendaFilter, count: int) -> str:
    """`Je ziet 6 gesprekken.` when a kind is all that was chosen, else `Je ziet 6 activiteiten.`"""
    if wish == AgendaFilter(kind=wish.kind, page=wish.page) and wish.kind:
        return _of_kind(wish.kind, count)
    said: str
    if wish.is_narrowed:
        said = ngettext("You see %(num)d activity.", "You see %(num)d activities.", count)
    elif wish.shape is Shape.WEEK:
        said = ngettext("%(num)d activity this week.", "%(num)d activities this week.", count)
    elif wish.shape is Shape.MONTH:
        said = ngettext("%(num)d activity this month.", "%(num)d activities this month.", count)
    else:
        said = ngettext("There is %(num)d activity.", "There are %(num)d activities.", count)
    return said


def _of_kind(kind: Kind, n: int) -> str:
    said: dict[Kind, str] = {
        Kind.CONVERSATION: ngettext(
            "You see %(num)d conversation.", "You see %(num)d conversations.", n
        ),
        Kind.LANGUAGE_CAFE: ngettext(
            "You see %(num)d language café.", "You see %(num)d language cafés.", n
        ),
        Kind.READING_GROUP: ngettext(
            "You see %(num)d reading group.", "You see %(num)d reading groups.", n
        ),
        Kind.WORKSHOP: ngettext("You see %(num)d workshop.", "You see %(num)d workshops.", n),
        Kind.COURSE: ngettext("You see %(num)d course.", "You see %(num)d courses.", n),
        Kind.LECTURE: ngettext("You see %(num)d lecture.", "You see %(num)d lectures.", n),
        Kind.DROP_IN: ngettext("You see %(num)d drop-in.", "You see %(num)d drop-ins.", n),
        Kind.CONSULTATION: ngettext(
            "You see %(num)d advice hour.", "You see %(num)d advice hours.", n
        ),
        Kind.EXHIBITION: ngettext("You see %(num)d exhibition.", "You see %(num)d exhibitions.", n),
        Kind.CELEBRATION: ngettext(
            "You see %(num)d celebration.", "You see %(num)d celebrations.", n
        ),
        Kind.STORYTIME: ngettext("You see %(num)d storytime.", "You see %(num)d storytimes.", n),
        Kind.REPAIR: ngettext("You see %(num)d repair café.", "You see %(num)d repair cafés.", n),
    }
    return said[kind]
