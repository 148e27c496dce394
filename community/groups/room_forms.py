"""The forms of asking for a room, answering that, and beginning a gathering as a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange

from community.clock import NoSuchLocalTime, from_local
from community.gatherings.appointment_forms import ELSEWHERE, Near
from community.gatherings.drafts import GatheringDraft
from community.gatherings.kinds import Initiator, Kind
from community.gatherings.models import MOST_SEATS
from community.groups.models import Group
from community.groups.room_queries import Possible
from community.groups.room_requests import Asked
from community.libraries.models import Branch
from community.web.formats import time_span
from community.web.typed import Fits, line

_CHOOSE = _("Choose one from the list.")


class WhenForm(FlaskForm):  # type: ignore[misc]
    """A day and the hours on it."""

    day = DateField(_("Date"), validators=[InputRequired(_("Choose a date.")), Near()])
    starts = TimeField(_("From"), validators=[InputRequired(_("Say when it begins."))])
    ends = TimeField(_("Until"), validators=[InputRequired(_("Say when it ends."))])

    def times_exist(self) -> bool:
        """Whether the clock shows these times; says so beside the field when it does not."""
        for field in (self.starts, self.ends):
            try:
                from_local(self.day.data, field.data)
            except NoSuchLocalTime:
                said = gettext("The clocks go forward that night: this time does not exist.")
                field.errors = [*field.errors, said]
        return not (self.starts.errors or self.ends.errors)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Call `times_exist` first."""
        day = self.day.data
        return from_local(day, self.starts.data), from_local(day, self.ends.data)


class AskRoomForm(WhenForm):
    place = SelectField(_("Where?"), invalid_choice_message=_CHOOSE)
    people = IntegerField(
        _("With how many people?"),
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(1, MOST_SEATS, message=_("Fill in how many people come, at least one.")),
        ],
    )
    what = StringField(
        _("What are you going to do?"),
        filters=[line],
        validators=[DataRequired(_("Say what it is for, in a few words.")), Fits(200)],
    )
    in_agenda = RadioField(
        _("May others come as well?"),
        choices=[
            SelectChoice("nee", _("No, it is only for our group")),
            SelectChoice("ja", _("Yes, put it in the agenda")),
        ],
        default="nee",
        validators=[InputRequired(_CHOOSE)],
    )

    def offer_places(self, branches: Iterable[Branch]) -> None:
        self.place.choices = [
            SelectChoice(value, said, optgroup=branch.name)
            for branch in branches
            for value, said in _places_in(branch)
        ]

    def asked(self) -> Asked:
        starts_at, ends_at = self.span
        branch, _dash, room = self.place.data.partition("-")
        return Asked(
            branch_id=int(branch),
            room_id=int(room) if room else None,
            starts_at=starts_at,
            ends_at=ends_at,
            people=self.people.data,
            what=self.what.data,
            in_agenda=self.in_agenda.data == "ja",
        )


class BeginForm(WhenForm):
    """A gathering that a group begins; the library fills in the rest."""

    title = StringField(
        _("What is it called?"),
        filters=[line],
        validators=[DataRequired(_("Give it a name that says what people will do.")), Fits(200)],
    )
    summary = StringField(_("In one or two sentences"), filters=[line], validators=[Fits(300)])
    place = SelectField(_("Where?"), invalid_choice_message=_CHOOSE)
    address = StringField(_("Address"), filters=[line], validators=[Fits(200)])

    def offer_places(self, branches: Iterable[Branch]) -> None:
        self.place.choices = [
            *(SelectChoice(str(branch.id), branch.name) for branch in branches),
            SelectChoice(ELSEWHERE, gettext("Another address")),
        ]

    def draft(self, group: Group, kind: Kind) -> GatheringDraft:
        starts_at, ends_at = self.span
        elsewhere = self.place.data == ELSEWHERE
        return GatheringDraft(
            kind=kind,
            title=self.title.data,
            summary=self.summary.data,
            starts_at=starts_at,
            ends_at=ends_at,
            branch_id=None if elsewhere else int(self.place.data),
            address=self.address.data if elsewhere else "",
            language=group.language,
            theme_ids=frozenset(theme.id for theme in group.themes),
            is_sensitive=group.is_sensitive,
            initiator=Initiator.GROUP,
        )


class GrantForm(FlaskForm):  # type: ignore[misc]
    """Which room, and a word with it."""

    room = RadioField(_("Which room?"), coerce=int, validators=[InputRequired(_CHOOSE)])
    answer = StringField(_("A few words with it"), filters=[line], validators=[Fits(300)])

    def offer(self, possible: Sequence[Possible]) -> None:
        self.room.choices = [SelectChoice(one.room.id, _said(one)) for one in possible]


class DeclineForm(FlaskForm):  # type: ignore[misc]
    answer = StringField(
        _("Why not?"),
        filters=[line],
        validators=[DataRequired(_("Say why, so that the group can think of something else.")),
                    Fits(300)],
    )  # fmt: skip


class InviteForm(FlaskForm):  # type: ignore[misc]
    group = SelectField(_("Which group?"), coerce=int, invalid_choice_message=_CHOOSE)

    def offer(self, groups: Iterable[Group]) -> None:
        self.group.choices = [SelectChoice(group.id, group.name) for group in groups]


def _places_in(branch: Branch) -> list[tuple[str, str]]:
    anywhere = gettext("Any suitable room, in %(place)s", place=branch.place)
    rooms = [(f"{branch.id}-{room.id}", f"{branch.place}, {room.name}") for room in branch.rooms]
    return [(str(branch.id), anywhere), *rooms]


def _said(one: Possible) -> str:
    """A room as the librarian chooses it: for how many, and what has it then."""
    said = one.room.name
    if one.room.capacity:
        said = gettext("%(room)s, for %(num)s people", room=said, num=one.room.capacity)
    if one.is_free:
        free: str = gettext("%(room)s: free", room=said)
        return free
    first = one.in_the_way[0]
    when = time_span(first.starts_at, first.ends_at)
    taken: str = gettext(
        "%(room)s: taken by %(what)s, %(when)s",
        room=said,
        what=first.what or gettext("something else"),
        when=when,
    )
    return taken
