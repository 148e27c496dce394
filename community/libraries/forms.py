"""The settings of a library, a branch and a room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    ColorField,
    Field,
    IntegerField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    NumberRange,
    Optional,
    Regexp,
    StopValidation,
)

from community.libraries.labels import EQUIPMENT
from community.libraries.models import (
    MOST_MINUTES_AROUND,
    USUAL_MINUTES_AROUND,
    Branch,
    Equipment,
    Library,
    Room,
)
from community.libraries.places import BranchDraft, LibraryDraft, RoomDraft
from community.web import formats
from community.web.brand import Accent, AccentRefused, check_accent
from community.web.typed import Fits, line, lines

_MONDAY = date(2024, 1, 1)


def _line(label: object, most: int, *validators: object) -> StringField:
    return StringField(label, filters=[line], validators=[*validators, Fits(most)])


def _minutes(label: object) -> IntegerField:
    return IntegerField(
        label,
        default=USUAL_MINUTES_AROUND,
        validators=[
            Optional(),
            NumberRange(
                0,
                MOST_MINUTES_AROUND,
                message=_("Choose a number from 0 to %(most)s.", most=MOST_MINUTES_AROUND),
            ),
        ],
    )


class LibraryForm(FlaskForm):  # type: ignore[misc]
    name = _line(_("Name"), 120, DataRequired(_("A library has a name.")))
    welcome = _line(_("Welcome"), 120)
    address = _line(_("Address"), 200)
    phone = _line(_("Phone"), 40, Regexp(r"^[\d\s()+/-]*$", message=_("This is not a number.")))
    email = _line(
        _("E-mail address"),
        254,
        Regexp(
            r"^([^@\s]+@[^@\s]+\.[^@\s.]+)?$",
            message=_("An e-mail address looks like name@example.org."),
        ),
    )
    catalogue_url = _line(
        _("Address of a book in your catalogue"),
        300,
        Regexp(
            r"^(https://[A-Za-z0-9.-]+(:\d+)?/[^\s{}\"<>]*\{isbn\}[^\s{}\"<>]*)?$",
            message=_("It begins with https:// and has {isbn} once, where the number comes."),
        ),
    )
    accent = ColorField(_("Colour"))

    #: The nearest colour that will do, when the chosen one is refused.
    nearest: str | None = None

    def show(self, library: Library) -> None:
        for name in ("name", "welcome", "address", "phone", "email", "catalogue_url"):
            self[name].data = getattr(library, name)
        self.accent.data = library.accent_light

    def checked_accent(self) -> Accent | None:
        """The colour with its dark counterpart, or a word beside the field why not."""
        try:
            return check_accent(self.accent.data or "")
        except AccentRefused as refused:
            self.accent.errors = [*self.accent.errors, gettext(refused.reason)]
            self.nearest = refused.suggestion
            return None

    def draft(self, accent: Accent) -> LibraryDraft:
        return LibraryDraft(
            name=self.name.data,
            welcome=self.welcome.data,
            address=self.address.data,
            phone=self.phone.data,
            email=self.email.data,
            catalogue_url=self.catalogue_url.data,
            accent_light=accent.light,
            accent_dark=accent.dark,
        )


class BranchForm(FlaskForm):  # type: ignore[misc]
    name = _line(_("Name"), 120, DataRequired(_("A branch has a name.")))
    place = _line(
        _("Place"), 80, DataRequired(_("Say in which town or village: it is shown in lists."))
    )
    street = _line(_("Street and number"), 120)
    postcode = _line(_("Postcode"), 10)
    municipality = _line(_("Municipality"), 80)
    district = _line(_("District"), 80)
    phone = _line(_("Phone"), 40, Regexp(r"^[\d\s()+/-]*$", message=_("This is not a number.")))
    accessibility = TextAreaField(
        _("Accessibility"),
        filters=[lines],
        validators=[Fits(500)],
    )

    _NAMES = (
        "name", "place", "street", "postcode", "municipality", "district", "phone",
        "accessibility",
    )  # fmt: skip

    def show(self, branch: Branch) -> None:
        for name in self._NAMES:
            self[name].data = getattr(branch, name)
        for weekday, (opens, closes) in branch.hours.items():
            self[f"opens_{weekday}"].data, self[f"closes_{weekday}"].data = opens, closes

    def draft(self) -> BranchDraft:
        given = {name: self[name].data for name in self._NAMES}
        return BranchDraft(**given, hours=dict(self._hours()))

    def hours_fields(self) -> list[tuple[str, Field, Field]]:
        """For each day of the week: its name, and the two fields."""
        return [
            (formats.weekday(_MONDAY + timedelta(weekday)), *self._of(weekday))
            for weekday in range(7)
        ]

    def _of(self, weekday: int) -> tuple[Field, Field]:
        return self[f"opens_{weekday}"], self[f"closes_{weekday}"]

    def _hours(self) -> Iterator[tuple[int, tuple[time, time]]]:
        for weekday in range(7):
            opens, closes = (each.data for each in self._of(weekday))
            if opens and closes:
                yield weekday, (opens, closes)


class Closes(Optional):  # type: ignore[misc]
    """Both or neither, and open before closed."""

    def __call__(self, form: BranchForm, field: Field) -> None:
        opens = form[field.name.replace("closes", "opens")]
        is_empty = not (field.raw_data and field.raw_data[0].strip())
        if is_empty == (opens.data is not None) and not opens.errors:
            raise StopValidation(gettext("Fill in both times, or neither."))
        super().__call__(form, field)
        if opens.data and field.data and field.data <= opens.data:
            raise StopValidation(gettext("It closes before it opens. Check both times."))


for _day in range(7):
    setattr(BranchForm, f"opens_{_day}", TimeField(_("Open from"), validators=[Optional()]))
    setattr(BranchForm, f"closes_{_day}", TimeField(_("Open until"), validators=[Closes()]))


class RoomForm(FlaskForm):  # type: ignore[misc]
    name = _line(_("Name"), 120, DataRequired(_("A room has a name.")))
    capacity = IntegerField(
        _("How many people fit?"),
        validators=[
            Optional(),
            NumberRange(1, 10_000, message=_("Choose a number from 1 to %(most)s.", most=10_000)),
        ],
    )
    directions = _line(_("How to get there"), 200)
    equipment = SelectMultipleField(
        _("What is in it?"),
        choices=[SelectChoice(word.value, said) for word, said in EQUIPMENT.items()],
    )
    set_up_minutes = _minutes(_("Minutes to set up"))
    clear_minutes = _minutes(_("Minutes to clear away"))

    _NAMES = ("name", "capacity", "directions", "set_up_minutes", "clear_minutes")

    def show(self, room: Room) -> None:
        for name in self._NAMES:
            self[name].data = getattr(room, name)
        self.equipment.data = [word.value for word in room.equipment]

    def draft(self) -> RoomDraft:
        given = {name: self[name].data for name in self._NAMES}
        for name in ("set_up_minutes", "clear_minutes"):
            if given[name] is None:
                given[name] = USUAL_MINUTES_AROUND
        return RoomDraft(
            **given,
            equipment=frozenset(Equipment(word) for word in self.equipment.data or ()),
        )
