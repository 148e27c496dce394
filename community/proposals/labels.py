"""What people read of the words of proposals."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.gatherings.models import GatheringStatus
from community.proposals.models import Part, Proposal, Reason, Says, State
from community.web.formats import day_long

REASONS: dict[Reason, LazyString] = {
    Reason.NO_ROOM: _("We have no room, hours or money for it now"),
    Reason.ALREADY: _("There is something like it already"),
    Reason.TOO_FEW: _("Too few people support it"),
    Reason.NOT_OURS: _("It does not suit the library"),
    Reason.LATER: _("It is a good idea, but not now"),
}
PARTS: dict[Part, LazyString] = {
    Part.MORNING: _("in the morning"),
    Part.AFTERNOON: _("in the afternoon"),
    Part.EVENING: _("in the evening"),
}
SAYS: dict[Says, LazyString] = {
    Says.YES: _("I can"),
    Says.IF_NEED_BE: _("If need be"),
    Says.NO: _("I cannot"),
}
#: At the head of a column, of all together.
ALL_SAY: dict[Says, LazyString] = {
    Says.YES: _("Can come"),
    Says.IF_NEED_BE: _("If need be"),
    Says.NO: _("Cannot"),
}
STATES: dict[State, LazyString] = {
    State.DRAFT: _("Not confirmed yet"),
    State.WAITING: _("A librarian reads it first"),
    State.OPEN: _("Open"),
    State.PLANNED: _("The library is making it happen"),
    State.DECLINED: _("The library is not doing it"),
    State.DONE: _("It took place"),
    State.WITHDRAWN: _("Withdrawn"),
    State.EXPIRED: _("It came to nothing"),
}


def stands(proposal: Proposal, now: datetime) -> str:
    """Where it stands, in one sentence."""
    if proposal.state is State.OPEN:
        return _open(proposal, now)
    if proposal.state is State.PLANNED:
        return _planned(proposal, now)
    said: str = {
        State.DRAFT: gettext("It is waiting for the click in the e-mail."),
        State.WAITING: gettext("A librarian reads it first. Then it becomes visible."),
        State.DECLINED: gettext("The library is not doing it."),
        State.DONE: gettext("It took place."),
        State.WITHDRAWN: gettext("The person who proposed it has withdrawn it."),
        State.EXPIRED: gettext("It came to nothing: there was too little response in time."),
    }[proposal.state]
    return said


def when(day: date, part: Part, now: datetime | None = None) -> str:
    """`dinsdag 9 december, 's avonds`."""
    said: str = gettext("%(day)s, %(part)s", day=day_long(day, now), part=PARTS[part])
    return said


def _open(proposal: Proposal, now: datetime) -> str:
    said: str
    if proposal.asked_until is not None:
        day = day_long(proposal.asked_until, now)
        if proposal.wanted:
            said = gettext(
                "The library will look at it again if %(wanted)s people support it, before "
                "%(day)s.",
                wanted=proposal.wanted,
                day=day,
            )
        else:
            said = gettext(
                "The library asked something, and wants to know before %(day)s.", day=day
            )
        return said
    day = day_long(proposal.answer_by, now) if proposal.answer_by else ""
    if proposal.is_late(now):
        said = gettext("The library should have answered before %(day)s. It is late.", day=day)
    else:
        said = gettext("The library answers before %(day)s.", day=day)
    return said


def _planned(proposal: Proposal, now: datetime) -> str:
    gathering = proposal.gathering
    said: str
    if gathering is None or gathering.status is GatheringStatus.DRAFT:
        said = gettext("The library is making it happen. Soon it will be in the agenda.")
    elif gathering.is_cancelled:
        said = gettext("It was in the agenda, but was cancelled.")
    else:
        said = gettext("It is going ahead, on %(day)s.", day=day_long(gathering.starts_at, now))
    return said
