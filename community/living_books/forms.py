"""The forms of a living library."""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_hex

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp
from wtforms.validators import Optional as MayStayEmpty

from community.arrivals.forms import KEY
from community.gatherings.models import Gathering
from community.living_books import labels
from community.living_books.hosting import Cover
from community.living_books.models import (
    LONGEST_BREAK,
    LONGEST_SENTENCE,
    MOST_READERS,
    LivingBook,
    LivingDay,
    Means,
    Slot,
    Way,
)
from community.living_books.timetable import MOST_SLOTS, Cut
from community.register.labels import TONGUES
from community.register.models import LONGEST_TITLE
from community.tongues import Tongue
from community.web.formats import time_span
from community.web.typed import line, lines

MINUTES = (20, 25, 30)
PAUSES = (0, 5, 10, 15)


class DayForm(FlaskForm):  # type: ignore[misc]
    slot = SelectField(
        _("How long is one talk?"),
        coerce=int,
        choices=[SelectChoice(number, _("%(num)d minutes", num=number)) for number in MINUTES],
        default=25,
    )
    pause = SelectField(
        _("Pause between two talks"),
        coerce=int,
        choices=[
            SelectChoice(number, _("%(num)d minutes", num=number) if number else _("None"))
            for number in PAUSES
        ],
        default=5,
    )
    break_after = IntegerField(
        _("Longer break after how many talks?"),
        validators=[MayStayEmpty(), NumberRange(0, MOST_SLOTS, _("Choose a number from 0 to 24."))],
    )
    break_minutes = IntegerField(
        _("How many minutes is that break?"),
        validators=[
            MayStayEmpty(),
            NumberRange(0, LONGEST_BREAK, _("Choose a number from 0 to 120.")),
        ],
    )
    way = RadioField(
        _("How are the talks assigned?"),
        choices=[SelectChoice(way.value, label) for way, label in labels.WAYS.items()],
        default=Way.RESERVE.value,
        validators=[InputRequired(_("Choose one of the two."))],
    )

    @property
    def cut(self) -> Cut:
        return Cut(
            self.slot.data,
            self.pause.data,
            self.break_after.data or 0,
            self.break_minutes.data or 0,
        )

    def show(self, day: LivingDay) -> None:
        self.slot.data, self.pause.data = day.slot_minutes, day.pause_minutes
        self.break_after.data = day.break_after or None
        self.break_minutes.data = day.break_minutes or None
        self.way.data = day.way.value


class CoverForm(FlaskForm):  # type: ignore[misc]
    """A cover, in the words of its person."""

    title = StringField(
        _("Title"),
        filters=[line],
        validators=[
            DataRequired(_("Give the book a title.")),
            Length(max=LONGEST_TITLE, message=_("Keep it below 140 characters.")),
        ],
    )
    sentence = TextAreaField(
        _("One sentence about it"),
        filters=[lines],
        validators=[Length(max=LONGEST_SENTENCE, message=_("Keep it below 240 characters."))],
    )
    tongues = SelectMultipleField(
        _("In which languages can people talk with you?"),
        choices=[SelectChoice(tongue.value, label) for tongue, label in TONGUES.items()],
    )
    readers = IntegerField(
        _("How many readers at a time, at most?"),
        validators=[
            InputRequired(_("Choose a number from 1 to 8.")),
            NumberRange(1, MOST_READERS, _("Choose a number from 1 to 8.")),
        ],
    )
    slots = SelectMultipleField(
        _("At which times?"), coerce=int, validators=[DataRequired(_("Choose at least one time."))]
    )

    def offer_slots(self, slots: Iterable[Slot], gathering: Gathering) -> None:
        self.slots.choices = [
            SelectChoice(slot.id, time_span(slot.starts_at(gathering), slot.ends_at(gathering)))
            for slot in slots
        ]

    def show(self, book: LivingBook) -> None:
        self.title.data, self.sentence.data = book.title, book.sentence
        self.tongues.data = sorted(book.tongues)
        self.readers.data = book.readers
        self.slots.data = [sitting.slot_id for sitting in book.sittings]

    @property
    def cover(self) -> Cover:
        return Cover(
            title=self.title.data,
            sentence=" ".join((self.sentence.data or "").split()),
            tongues=frozenset(Tongue(each) for each in self.tongues.data or []),
            readers=self.readers.data,
            slot_ids=frozenset(self.slots.data or []),
        )


class SpokenForm(FlaskForm):  # type: ignore[misc]
    """What a book's person said to somebody at the desk."""

    answer = RadioField(
        _("What do they say?"),
        choices=[SelectChoice("yes", _("Yes, I will be there")), SelectChoice("no", _("No"))],
        validators=[InputRequired(_("Choose yes or no."))],
    )
    by = RadioField(
        _("How did you hear it?"),
        choices=[
            SelectChoice(Means.DESK.value, _("At the counter")),
            SelectChoice(Means.PHONE.value, _("By phone")),
        ],
        default=Means.PHONE.value,
        validators=[InputRequired(_("Choose one of the two."))],
    )


class ReaderForm(FlaskForm):  # type: ignore[misc]
    """Somebody at the table who takes a book: a first name is enough."""

    name = StringField(
        _("First name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a first name.")),
            Length(max=80, message=_("Keep the name below 80 characters.")),
        ],
    )
    people = IntegerField(
        _("How many people?"),
        default=1,
        validators=[
            MayStayEmpty(),
            NumberRange(1, MOST_READERS, _("Choose a number from 1 to 8.")),
        ],
    )
    #: The same form sent twice is one reader.
    key = HiddenField(default=lambda: token_hex(16), validators=[Regexp(KEY)])


class WishForm(FlaskForm):  # type: ignore[misc]
    """Up to three books, dearest first."""

    first = SelectField(_("What would you like best?"), coerce=int)
    second = SelectField(_("And after that?"), coerce=int)
    third = SelectField(_("And then?"), coerce=int)

    def offer_books(self, books: Iterable[LivingBook]) -> None:
        choices = [
            SelectChoice(0, _("No wish")),
            *(SelectChoice(b.id, b.title, render_kw={"lang": b.language}) for b in books),
        ]
        for field in self.fields:
            field.choices = choices

    def show(self, book_ids: Iterable[int]) -> None:
        for field, book_id in zip(self.fields, book_ids, strict=False):
            field.data = book_id

    @property
    def fields(self) -> tuple[SelectField, SelectField, SelectField]:
        return self.first, self.second, self.third

    @property
    def book_ids(self) -> list[int]:
        return [field.data for field in self.fields if field.data]
