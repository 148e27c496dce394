"""Feeds as bytes: events that were written when they changed, joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask_babel import force_locale, gettext, ngettext
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.calendars import queries
from community.calendars.queries import Window
from community.errors import NotFound
from community.gatherings import calendar_items, labels, narrowing
from community.gatherings.filters import AgendaFilter
from community.gatherings.models import Gathering, SignUpStatus
from community.ical.events import CalendarEvent
from community.ical.writing import calendar, vevent, with_lines
from community.libraries.models import Library


@dataclass(frozen=True, slots=True)
class Shown:
    """How a feed is to be read: from what day, in which language, leading to which address."""

    window: Window
    language: str
    base_url: str

    @property
    def edition(self) -> str:
        return calendar_items.edition(self.base_url)

    @property
    def facts(self) -> tuple[object, ...]:
        """What of this the bytes of a feed depend on."""
        return self.window.today, self.language, self.base_url, self.edition


def public(session: Session, library: Library, wish: AgendaFilter, shown: Shown) -> bytes:
    """Everything public of a library that fits the wish; it keeps nobody's hour taken."""
    name = public_name(session, library, wish, shown.language)
    rows = queries.list_public(
        session,
        library.id,
        wish,
        window=shown.window,
        language=shown.language,
        edition=shown.edition,
    )
    kept = {gathering_id: body for gathering_id, body in rows if body is not None}
    bodies = kept | _written_now(session, [row.id for row in rows if row.id not in kept], shown)
    return calendar(
        (with_lines(bodies[row.id], transparent=True) for row in rows),
        name=name,
        language=shown.language,
    )


def own(session: Session, person: Person, shown: Shown) -> bytes:
    """What somebody signed up for; a place on a waiting list is tentative and says so."""
    rows = queries.list_own(
        session,
        person.id,
        window=shown.window,
        language=shown.language,
        edition=shown.edition,
    )
    kept = {row.id: row.body for row in rows if row.body is not None}
    bodies = kept | _written_now(session, [row.id for row in rows if row.id not in kept], shown)
    with force_locale(shown.language):
        waiting, name = gettext("Waiting list: "), gettext("My gatherings")
    return calendar(
        (_own_event(bodies[row.id], row.status, waiting) for row in rows),
        name=name,
        language=shown.language,
    )


def received(session: Session, person: Person, shown: Shown) -> bytes:
    """Where somebody receives the people, with how many come. Written anew each time, because
    the number of heads is in no kept bytes; nobody's name ever is."""
    found = queries.list_received(session, person.id, window=shown.window)
    with force_locale(shown.language):
        events = [_with_heads(each, shown) for each in found]
        name = gettext("Gatherings I host")
    return calendar(
        (with_lines(vevent(event), transparent=False) for event in events),
        name=name,
        language=shown.language,
    )


def single(session: Session, gathering: Gathering, shown: Shown) -> bytes:
    """One gathering, for the calendar of who wants to come."""
    body = queries.find_item(session, gathering, shown.language, shown.edition)
    if body is None:
        body = calendar_items.item(gathering, shown.language, shown.base_url).body
    return calendar([with_lines(body, transparent=False)], name="", language=shown.language)


def public_name(session: Session, library: Library, wish: AgendaFilter, language: str) -> str:
    """What the feed is called in a list of calendars: the library, and what it is narrowed to.

    A branch, theme or group that does not exist is not found: an empty feed would empty a calendar.
    """
    of = narrowing.said(session, library.id, wish.of)
    if not all(of):
        raise NotFound
    with force_locale(language):
        narrowed = [
            *of,
            str(labels.KINDS[wish.kind]) if wish.kind else "",
            queries.get_branch_by_slug(session, library.id, wish.branch).place
            if wish.branch
            else "",
            queries.get_theme_by_slug(session, wish.theme).label_in(language) if wish.theme else "",
            str(labels.LANGUAGES.get(wish.language, wish.language)) if wish.language else "",
            wish.words,
        ]
    said = " · ".join(word for word in narrowed if word)
    return f"{library.name}: {said}" if said else library.name


def _with_heads(gathering: Gathering, shown: Shown) -> CalendarEvent:
    event = calendar_items.event_of(gathering, shown.language, shown.base_url)
    if not gathering.takes_sign_ups:
        return event  # Who just walks in, or signs up elsewhere, is not counted here beforehand.
    heads = ngettext("%(num)d person is coming", "%(num)d people are coming", gathering.taken)
    waiting = (
        ngettext("%(num)d on the waiting list", "%(num)d on the waiting list", gathering.waiting)
        if gathering.waiting
        else ""
    )
    said = ", ".join(filter(None, (heads, waiting)))
    return replace(
        event, title=f"{event.title} ({heads})", description=f"{said}.\n\n{event.description}"
    )


def _own_event(body: bytes, status: SignUpStatus, waiting: str) -> bytes:
    waits = status is SignUpStatus.WAITING
    return with_lines(body, transparent=False, tentative=waits, prefix=waiting if waits else "")


def _written_now(session: Session, missing: Sequence[int], shown: Shown) -> dict[int, bytes]:
    """Bytes that no job has kept yet. Slow but right, and a GET does not keep them either."""
    if not missing:
        return {}
    return {
        gathering.id: calendar_items.item(gathering, shown.language, shown.base_url).body
        for gathering in queries.list_to_write(session, missing)
    }
