"""The forms of series: how something repeats, when it stops, and the days on which we rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from community.clock import local
from community.gatherings.appointment_forms import Near
from community.gatherings.models import Gathering
from community.gatherings.sign_up_forms import SignUpForm, party_sizes
from community.gatherings.sign_ups import Answers
from community.series import words
from community.series.closed import MOST_OF_A_NAME, PeriodDraft
from community.series.joining import Dates
from community.series.models import ClosedPeriod
from community.series.rule import (
    LAST,
    NTHS,
    Period,
    PeriodKind,
    Rule,
    is_last_of_month,
    last_of,
    nth_of_month,
)
from community.web import formats
from community.web.typed import Fits, line

#: Every, every other, every third and every fourth week: what a library does.
WEEKS = (1, 2, 3, 4)
MOST_TIMES = 260

UNTIL, COUNT, ON = "datum", "aantal", "door"


class WhenChosen(Optional):  # type: ignore[misc]
    """May stay empty, unless the answer to "until when?" makes it needed."""

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if form["ends"].data != self.answer:
            super().__call__(form, field)


class RepeatForm(FlaskForm):  # type: ignore[misc]
    """How a gathering repeats. What can be chosen is said of its own day: `elke eerste dinsdag`."""

    every = SelectField(
        _("How often?"), invalid_choice_message=_("Choose one from the list."), validate_choice=True
    )
    also = SelectMultipleField(_("On other days of the week as well"), coerce=int)
    ends = RadioField(
        _("Until when?"),
        choices=[
            SelectChoice(ON, _("It continues until I stop it")),
            SelectChoice(UNTIL, _("Until a date")),
            SelectChoice(COUNT, _("A number of times")),
        ],
        default=ON,
    )
    until = DateField(_("Last date"), validators=[WhenChosen(UNTIL), Near()])
    count = IntegerField(_("How many times?"), validators=[WhenChosen(COUNT)])
    not_in_holidays = BooleanField(_("Not in the school holidays"))
    not_when_closed = BooleanField(_("Not on days when we are closed"), default=True)

    def about(self, gathering: Gathering) -> None:
        """What there is to choose for something on this day, at this time."""
        self.starts_at, self.ends_at = local(gathering.starts_at), local(gathering.ends_at)
        self.day = self.starts_at.date()
        self.every.choices = [
            SelectChoice(value, formats.capital(words.cadence(rule)))
            for value, rule in self._offers()
        ]
        monday = self.day - timedelta(days=self.day.weekday())
        self.also.choices = [
            SelectChoice(number, formats.weekday(monday + timedelta(days=number)))
            for number in range(7)
            if number != self.day.weekday()
        ]

    def validate_until(self, field: DateField) -> None:
        if self.ends.data == UNTIL and (field.data is None or field.data < self.day):
            raise ValidationError(gettext("Choose a date after the first one."))

    def validate_count(self, field: IntegerField) -> None:
        number = field.data or 0
        if self.ends.data == COUNT and not 2 <= number <= MOST_TIMES:
            raise ValidationError(gettext("Choose a number from 2 to %(most)s.", most=MOST_TIMES))

    def rule(self, periods: Iterable[Period]) -> Rule:
        """What was chosen; "so many times" becomes a last day."""
        weeks, nth = self._chosen()
        also = frozenset(self.also.data or ()) if nth is None else frozenset()
        rule = self._made(weeks, nth, also)
        until: date | None = None
        if self.ends.data == UNTIL:
            until = self.until.data
        elif self.ends.data == COUNT:
            until = last_of(rule, self.count.data, periods)
        return self._made(weeks, nth, also, until)

    def _made(
        self, weeks: int | None, nth: int | None, also: frozenset[int], until: date | None = None
    ) -> Rule:
        return Rule(
            first=self.day,
            starts=self.starts_at.time().replace(second=0, microsecond=0),
            ends=self.ends_at.time().replace(second=0, microsecond=0),
            weekdays=also | {self.day.weekday()},
            weeks=weeks,
            nth=nth,
            until=until,
            not_in_holidays=bool(self.not_in_holidays.data),
            not_when_closed=bool(self.not_when_closed.data),
        )

    def _offers(self) -> Iterator[tuple[str, Rule]]:
        for weeks in WEEKS:
            yield f"week-{weeks}", self._made(weeks, None, frozenset())
        for nth in NTHS:
            fits = is_last_of_month(self.day) if nth == LAST else nth == nth_of_month(self.day)
            if fits:
                value = "maand-laatste" if nth == LAST else f"maand-{nth}"
                yield value, self._made(None, nth, frozenset())

    def _chosen(self) -> tuple[int | None, int | None]:
        unit, _dash, number = self.every.data.partition("-")
        if unit == "week":
            return int(number), None
        return None, LAST if number == "laatste" else int(number)


class StopForm(FlaskForm):  # type: ignore[misc]
    last_day = DateField(_("Last day"), validators=[InputRequired(_("Choose a date.")), Near()])
    reason = StringField(
        _("Why does it stop?"),
        filters=[line],
        validators=[DataRequired(_("Say why, so that people understand.")), Fits(300)],
    )


class DateForm(FlaskForm):  # type: ignore[misc]
    day = DateField(_("Date"), validators=[InputRequired(_("Choose a date.")), Near()])


class PeriodForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("Name"),
        filters=[line],
        validators=[
            DataRequired(_("Give it a name, such as: Christmas holidays.")),
            Fits(MOST_OF_A_NAME),
        ],
    )
    kind = RadioField(
        _("What is it?"),
        choices=[SelectChoice(kind.value, said) for kind, said in words.PERIOD_KINDS.items()],
        default=PeriodKind.HOLIDAY.value,
    )
    first_day = DateField(_("First day"), validators=[InputRequired(_("Choose a date.")), Near()])
    last_day = DateField(_("Last day"), validators=[Optional(), Near()])

    def show(self, period: ClosedPeriod) -> None:
        self.name.data, self.kind.data = period.name, period.kind.value
        self.first_day.data, self.last_day.data = period.first_day, period.last_day

    def draft(self) -> PeriodDraft:
        """One day, when no last day was filled in."""
        return PeriodDraft(
            kind=PeriodKind(self.kind.data),
            name=self.name.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data or self.first_day.data,
        )


class JoinForm(FlaskForm):  # type: ignore[misc]
    """Several dates in one go, for who has an account."""

    dates = SelectMultipleField(_("Dates with room"), coerce=int)
    waits = SelectMultipleField(_("Full: on the waiting list"), coerce=int)
    party_size = SelectField(
        _("How many people are coming?"), choices=party_sizes, default="1", coerce=str
    )

    def offer(self, roomy: Iterable[Gathering], full: Iterable[Gathering]) -> None:
        """What there is to choose from. What was full or open a moment ago may be chosen still."""
        for field, gatherings in ((self.dates, roomy), (self.waits, full)):
            field.choices = [
                SelectChoice(
                    each.id, formats.capital(formats.span_long(each.starts_at, each.ends_at))
                )
                for each in gatherings
            ]
            field.validate_choice = False

    def validate_dates(self, field: SelectMultipleField) -> None:
        if not field.data and not self.waits.data:
            raise ValidationError(gettext("Choose at least one date."))

    @property
    def chosen(self) -> Dates:
        return Dates(frozenset(self.dates.data or ()), frozenset(self.waits.data or ()))

    def answers(self) -> Answers:
        return {"party_size": int(self.party_size.data)}


class StrangerJoinForm(JoinForm):
    """For who has no account: the same fields as for one date."""

    first_name = SignUpForm.first_name
    email = SignUpForm.email
    may_invite = SignUpForm.may_invite

    def answers(self) -> Answers:
        return {**super().answers(), "may_invite": self.may_invite.data == "yes"}
