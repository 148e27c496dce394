"""The part of a form that says when and where, and the short form that asks nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from community.bookings.free import place_value
from community.clock import NoSuchLocalTime, from_local, local
from community.gatherings.drafts import (
    FIRST_YEAR,
    LENGTHS,
    TOO_FAR,
    Appointment,
    GatheringDraft,
    end_of,
)
from community.gatherings.kinds import Mode
from community.libraries.models import Branch
from community.web.typed import Fits, line

#: No calendar reaches further, and no moment of year 1 exists in another zone.
LAST_YEAR = 2200

#: Values of the place field that are no branch and no room.
ELSEWHERE, ONLINE = "elders", "online"


def text_field(label: object, name: str, *extra: object) -> StringField:
    return StringField(label, filters=[line], validators=[*extra, Fits(LENGTHS[name])])


class Near:
    """A day of which a moment can be made; the rules say what is too far away."""

    def __call__(self, _form: FlaskForm, field: DateField) -> None:
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(gettext(TOO_FAR))


class WithAppointment(FlaskForm):  # type: ignore[misc]
    """When and where: the part that the whole form and the short one share."""

    day = DateField(_("Date"), validators=[InputRequired(_("Choose a date.")), Near()])
    starts = TimeField(_("From"), validators=[InputRequired(_("Say when it begins."))])
    ends = TimeField(_("Until"), validators=[Optional()])
    last_day = DateField(_("Last day"), validators=[Optional(), Near()])
    place = SelectField(_("Place"), invalid_choice_message=_("Choose one from the list."))
    address = text_field(_("Address"), "address")
    online_url = text_field(_("Link to join online"), "online_url")

    def offer_places(self, branches: Iterable[Branch]) -> None:
        """Branches with their rooms under them; other libraries' are no choice."""
        choices = []
        for branch in branches:
            whole = gettext("Anywhere in %(place)s", place=branch.place)
            choices.append(SelectChoice(f"vestiging-{branch.id}", whole, optgroup=branch.name))
            choices += [
                SelectChoice(
                    place_value(room.id), f"{branch.place}, {room.name}", optgroup=branch.name
                )
                for room in branch.rooms
            ]
        other = gettext("Somewhere else")
        self.place.choices = [
            *choices,
            SelectChoice(ELSEWHERE, gettext("Another address"), optgroup=other),
            SelectChoice(ONLINE, gettext("Only online"), optgroup=other),
        ]
        self.branch_of_room = {room.id: branch.id for branch in branches for room in branch.rooms}

    @property
    def room_id(self) -> int | None:
        """The room that is chosen, when a room is."""
        rooms = (each for each in self.branch_of_room if place_value(each) == self.place.data)
        return next(rooms, None)

    def appointment(self, minutes: int) -> Appointment:
        """What was filled in; call `validate` first, and `times_exist` before this."""
        starts_at = from_local(self.day.data, self.starts.data)
        return Appointment(
            starts_at=starts_at, ends_at=self._end(starts_at, minutes), **self._where()
        )

    def times_exist(self) -> bool:
        """Whether the clock shows these times; says so beside the field when it does not."""
        moments = [(self.starts, self.day.data), (self.ends, self.last_day.data or self.day.data)]
        for field, day in moments:
            if field.data is not None and not exists(field, day, field.data):
                return False
        return True

    def show_appointment(self, given: Appointment | GatheringDraft) -> None:
        starts, ends = local(given.starts_at), local(given.ends_at or given.starts_at)
        self.day.data, self.starts.data = starts.date(), starts.time()
        self.ends.data = ends.time()
        lasts = ends.date() > starts.date() and ends - starts >= timedelta(hours=24)
        self.last_day.data = ends.date() if lasts else None
        self.place.data = _place_value(given)
        self.address.data, self.online_url.data = given.address, given.online_url

    def _end(self, starts_at: datetime, minutes: int) -> datetime:
        said = end_of(self.day.data, self.starts.data, self.ends.data, self.last_day.data)
        return said or starts_at + timedelta(minutes=minutes)

    def _where(self) -> dict[str, Any]:
        """Branch, room, address and link; the mode follows from which of them are there."""
        chosen, _dash, number = (self.place.data or "").partition("-")
        link = self.online_url.data
        where: dict[str, Any] = {"online_url": link, "mode": Mode.HYBRID if link else Mode.PHYSICAL}
        if chosen == "vestiging":
            return where | {"branch_id": int(number)}
        if chosen == "zaal":
            return where | {"branch_id": self.branch_of_room[int(number)], "room_id": int(number)}
        if chosen == ONLINE:
            return where | {"mode": Mode.ONLINE}
        return where | {"address": self.address.data}


class MoveForm(WithAppointment):
    seen = HiddenField()


def exists(field: TimeField, day: date, at: time) -> bool:
    """Whether the clock shows this time; says so beside the field when it does not."""
    try:
        from_local(day, at)
    except NoSuchLocalTime:
        field.errors = [
            *field.errors,
            gettext("The clocks go forward that night: this time does not exist."),
        ]
        return False
    return True


def _place_value(given: Appointment | GatheringDraft) -> str:
    if given.mode is Mode.ONLINE:
        return ONLINE
    if given.room_id is not None:
        return place_value(given.room_id)
    return ELSEWHERE if given.branch_id is None else f"vestiging-{given.branch_id}"
