"""A room for what is no gathering: a team meeting, cleaning, somebody who rents it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from community.bookings.calendar import YEARS
from community.bookings.free import place_value
from community.bookings.labels import PURPOSES
from community.bookings.models import Booking, Purpose
from community.bookings.services import MOST_WEEKS, Wish
from community.clock import NoSuchLocalTime, from_local, local
from community.libraries.models import MOST_MINUTES_AROUND, Branch
from community.web.typed import Fits, line

LONGEST_REPETITION = timedelta(weeks=MOST_WEEKS - 1)


def _minutes(label: object) -> IntegerField:
    sane = _("Choose a number from 0 to %(most)s.", most=MOST_MINUTES_AROUND)
    return IntegerField(
        label, validators=[Optional(), NumberRange(0, MOST_MINUTES_AROUND, message=sane)]
    )


class BookingForm(FlaskForm):  # type: ignore[misc]
    what = StringField(
        _("What is it for?"),
        filters=[line],
        validators=[
            Fits(200),
        ],
    )
    purpose = SelectField(
        _("For whom?"),
        choices=[
            SelectChoice(word.value, said)
            for word, said in PURPOSES.items()
            if word is not Purpose.GATHERING
        ],
        invalid_choice_message=_("Choose one from the list."),
    )
    place = SelectField(_("Room"), invalid_choice_message=_("Choose one from the list."))
    day = DateField(_("Date"), validators=[InputRequired(_("Choose a date."))])
    starts = TimeField(_("From"), validators=[InputRequired(_("Say when it begins."))])
    ends = TimeField(_("Until"), validators=[InputRequired(_("Say when it ends."))])
    set_up_minutes = _minutes(_("Minutes to set up"))
    clear_minutes = _minutes(_("Minutes to clear away"))
    every_week_until = DateField(_("Every week until"), validators=[Optional()])
    skip_taken = BooleanField(_("Leave out the days when it is taken"))

    def offer_rooms(self, branches: Iterable[Branch]) -> None:
        """Only this library's; another one's is no choice."""
        rooms = [(branch, room) for branch in branches for room in branch.rooms]
        self.place.choices = [
            SelectChoice(place_value(room.id), f"{branch.place}, {room.name}", optgroup=branch.name)
            for branch, room in rooms
        ]
        self._rooms = {place_value(room.id): room.id for _branch, room in rooms}

    def validate_what(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError(gettext("Say what it is for, so that colleagues know."))

    def validate_day(self, field: DateField) -> None:
        if field.data and field.data.year not in YEARS:
            raise ValidationError(gettext("Check the year: that is very far away."))

    def validate_every_week_until(self, field: DateField) -> None:
        day = self.day.data
        if field.data is None or day is None or day.year not in YEARS:
            return
        if field.data < day:
            raise ValidationError(gettext("Choose a date after the first one."))
        if field.data > day + LONGEST_REPETITION:
            raise ValidationError(gettext("At most a year ahead."))

    def validate_ends(self, field: TimeField) -> None:
        if field.data is None or self.starts.data is None:
            return
        if field.data <= self.starts.data:
            raise ValidationError(gettext("It ends before it begins. Check both times."))
        try:
            self._moments()
        except NoSuchLocalTime:
            raise ValidationError(
                gettext("The clocks go forward that night: this time does not exist.")
            ) from None

    def show(self, booking: Booking) -> None:
        starts, ends = local(booking.starts_at), local(booking.ends_at)
        self.what.data, self.purpose.data = booking.what, booking.purpose.value
        self.place.data = place_value(booking.room_id)
        self.day.data, self.starts.data, self.ends.data = starts.date(), starts.time(), ends.time()
        self.set_up_minutes.data = booking.set_up_minutes
        self.clear_minutes.data = booking.clear_minutes

    def wish(self) -> Wish | None:
        """What is asked for, once day, times and room are all there."""
        room_id = self._rooms.get(self.place.data)
        try:
            moments = self._moments()
        except NoSuchLocalTime:
            return None
        if moments is None or room_id is None:
            return None
        return Wish(
            room_id=room_id,
            starts_at=moments[0],
            ends_at=moments[1],
            set_up_minutes=_sane(self.set_up_minutes.data),
            clear_minutes=_sane(self.clear_minutes.data),
        )

    def _moments(self) -> tuple[datetime, datetime] | None:
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or day.year not in YEARS or starts is None or ends is None:
            return None
        return (from_local(day, starts), from_local(day, ends)) if starts < ends else None


def _sane(minutes: int | None) -> int | None:
    return minutes if minutes is not None and 0 <= minutes <= MOST_MINUTES_AROUND else None
