"""The room in the form of a gathering: how it stands with it, looked up while it is chosen."""

from __future__ import annotations

from community.bookings import free
from community.bookings.free import Look
from community.bookings.services import Wish
from community.clock import NoSuchLocalTime, now
from community.db import session
from community.gatherings.appointment_forms import LAST_YEAR, WithAppointment
from community.gatherings.drafts import FIRST_YEAR, LONGEST, Appointment
from community.gatherings.kinds import KIND_FACTS, Kind
from community.gatherings.models import Gathering
from community.libraries.models import MOST_MINUTES_AROUND
from community.libraries.tenancy import this_library


def look_at_room(form: WithAppointment, stands: Gathering | None) -> Look | None:
    """Never fails: as long as day, time and room are not all there, there is nothing to say."""
    chosen = _chosen(form, stands)
    if chosen is None or chosen.room_id is None:
        return None
    wish = Wish(
        room_id=chosen.room_id,
        starts_at=chosen.starts_at,
        ends_at=chosen.ends_at,
        set_up_minutes=_minutes(form, stands, "set_up_minutes"),
        clear_minutes=_minutes(form, stands, "clear_minutes"),
    )
    return free.look(
        session(),
        this_library().id,
        wish,
        people=_typed(form, stands, "capacity"),
        but=stands.booking_id if stands else None,
        now=now(),
    )


def _chosen(form: WithAppointment, stands: Gathering | None) -> Appointment | None:
    day, room = form.day.data, form.room_id
    if day is None or form.starts.data is None or room is None:
        return None
    last = form.last_day.data or day
    kind = _kind(form, stands)
    if not FIRST_YEAR <= day.year <= last.year <= LAST_YEAR or not KIND_FACTS[kind].takes_room:
        return None
    try:
        chosen = form.appointment(_usual_length(form, stands, kind))
    except NoSuchLocalTime:
        return None
    return chosen if chosen.starts_at < chosen.ends_at <= chosen.starts_at + LONGEST else None


def _kind(form: WithAppointment, stands: Gathering | None) -> Kind:
    if "kind" in form and form["kind"].data in set(Kind):
        return Kind(form["kind"].data)
    return stands.kind if stands else Kind.CONVERSATION


def _usual_length(form: WithAppointment, stands: Gathering | None, kind: Kind) -> int:
    """The short form moves what it is about as long as it is; the whole one goes by the kind."""
    if "kind" in form or stands is None:
        return KIND_FACTS[kind].minutes
    return round((stands.ends_at - stands.starts_at).total_seconds() / 60)


def _minutes(form: WithAppointment, stands: Gathering | None, name: str) -> int | None:
    minutes = _typed(form, stands, name)
    return minutes if minutes is not None and 0 <= minutes <= MOST_MINUTES_AROUND else None


def _typed(form: WithAppointment, stands: Gathering | None, name: str) -> int | None:
    number: int | None = form[name].data if name in form else getattr(stands, name, None)
    return number
