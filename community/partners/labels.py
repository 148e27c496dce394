"""What people call sectors, ways to speak, and how deep a co-operation goes."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.partners.amounts import typed_hours
from community.partners.depth import Depth
from community.partners.joining import Brought
from community.partners.models import ContactKind, Partnership, PartnerState, QuarterLine, Sector
from community.partners.periods import quarter_of
from community.web.formats import joined, locale_code, number

#: In Dutch word for word as in `meetlat.json`, which counts them.
SECTORS: dict[Sector, LazyString] = {
    Sector.EDUCATION: _("education"),
    Sector.CARE: _("care and health"),
    Sector.WELFARE: _("welfare and social work"),
    Sector.GOVERNMENT: _("municipality and government"),
    Sector.CULTURE: _("culture and heritage"),
    Sector.VOLUNTEERS: _("volunteers and associations"),
    Sector.HOUSING: _("housing and neighbourhood"),
    Sector.LANGUAGE: _("language and integration"),
    Sector.WORK: _("work and business"),
    Sector.FAITH: _("faith and belief"),
    Sector.SPORT: _("sport and nature"),
    Sector.OTHER: _("other"),
}

STATES: dict[PartnerState, LazyString] = {
    PartnerState.ACTIVE: _("We work together"),
    PartnerState.RESTING: _("Inactive: we keep it, but do not write to it"),
}

CONTACT_KINDS: dict[ContactKind, LazyString] = {
    ContactKind.VISIT: _("Visit"),
    ContactKind.MEETING: _("Meeting"),
    ContactKind.CALL: _("Phone call"),
    ContactKind.MAIL: _("E-mail"),
    ContactKind.OTHER: _("Something else"),
}


def hours(minutes: int) -> str:
    """`1,5 uur`, with the sign of the language that it is read in."""
    counted = typed_hours(minutes) if minutes % 15 else number(minutes / 60)
    said: str = gettext("1 hour") if minutes == 60 else gettext("%(hours)s hours", hours=counted)
    return said


def euros(cents: int) -> str:
    """`€ 1.250` and `€ 99,50`, with the signs of the language that it is read in."""
    form = "#,##0.00" if cents % 100 else "#,##0"
    return f"€\u00a0{format_decimal(cents / 100, form, locale_code())}"


def brought_in_words(brought: Brought | Partnership | QuarterLine) -> str:
    """What a partner brought, as one says it: `4 uur, een ruimte en € 150`."""
    said = []
    if brought.minutes:
        said.append(hours(brought.minutes))
    if brought.room:
        said.append(gettext("a room"))
    if brought.cents:
        said.append(euros(brought.cents))
    return joined(said) or str(gettext("Nothing noted"))


def theirs_in_words(line: QuarterLine) -> str:
    """What the partner says that it brought, or that it was not there."""
    if not line.was_there:
        return str(gettext("We did not take part in this."))
    said = Brought(minutes=line.their_minutes, room=line.their_room, cents=line.their_cents)
    return brought_in_words(said)


def quarter_in_words(first_day: date) -> str:
    """`juli tot en met september 2026`"""
    locale = locale_code()
    last = quarter_of(first_day).next.first_day - timedelta(days=1)
    said: str = gettext(
        "%(first)s to %(last)s %(year)s",
        first=format_date(first_day, "LLLL", locale=locale),
        last=format_date(last, "LLLL", locale=locale),
        year=f"{first_day.year}",
    )
    return said


def depth_in_words(depth: Depth) -> str:
    """What we do together, without a mark."""
    words = {
        0: _("No contact in the last twelve months."),
        1: _("We know each other, and speak now and then."),
        2: _("We make things together."),
        3: _("We make things together, and both bring something."),
        4: _("We develop things together, with a goal that we both stand for."),
    }
    return str(words[depth.step])


def evidence(depth: Depth) -> list[str]:
    """What that follows from."""
    said: list[str] = [
        ngettext(
            "%(num)d joint activity in the last twelve months",
            "%(num)d joint activities in the last twelve months",
            depth.joint,
        )
        if depth.joint
        else gettext("No joint activity in the last twelve months"),
    ]
    if depth.brought:
        said.append(
            gettext(
                "Brought hours, a room or money to %(brought)d of them; the partner confirmed"
                " %(confirmed)d",
                brought=depth.brought,
                confirmed=depth.confirmed,
            )
        )
    if depth.goal:
        said.append(
            gettext("A shared goal, confirmed by the partner")
            if depth.goal_confirmed
            else gettext("A shared goal, not yet confirmed by the partner")
        )
    if depth.looked_back:
        said.append(
            gettext("Looked back together, confirmed by the partner")
            if depth.look_back_confirmed
            else gettext("Looked back together, not yet confirmed by the partner")
        )
    return said


def next_step(depth: Depth) -> str:
    """What would take it further; nothing when there is no further."""
    if depth.step < 2:
        words = (
            _("Make one activity together.") if depth.step else _("Call, or drop by for coffee.")
        )
    elif depth.step == 2:
        words = (
            _("The partner has yet to confirm what it brought.")
            if depth.brought
            else _("Note what the partner brings; it confirms that in the quarterly list.")
        )
    elif depth.step == 3:
        words = _next_for_the_goal(depth)
    else:
        return ""
    return str(words)


def _next_for_the_goal(depth: Depth) -> LazyString:
    if depth.looked_back:
        return _("The partner has yet to confirm the goal and the look-back.")
    if depth.goal:
        return _("Look back on the goal together, within the year.")
    return _("Write down a shared goal, and look back on it together within the year.")
