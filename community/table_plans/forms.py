"""The forms of a table plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from community.register.labels import TONGUES
from community.table_plans import labels
from community.table_plans.models import (
    LONGEST_VALUE,
    MOST_ROUNDS,
    MOST_SEATS_AT_TABLE,
    MOST_TABLES,
    Mix,
    TableGuest,
    TablePlan,
    WishKind,
)
from community.table_plans.setting_up import AboutGuest, SetUp, Wanted
from community.tongues import Tongue
from community.web.formats import lazy_capital
from community.web.typed import Fits, line, lines


def _number(label: object, least: int, most: int, **kwargs: object) -> IntegerField:
    said = _("Choose a number from %(least)s to %(most)s.", least=least, most=most)
    missing = _("Fill in a number.")
    return IntegerField(
        label,
        validators=[InputRequired(missing), NumberRange(least, most, message=said)],
        **kwargs,
    )


def _maybe(label: object, least: int, most: int) -> IntegerField:
    said = _("Choose a number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(label, validators=[Optional(), NumberRange(least, most, message=said)])


class SetUpForm(FlaskForm):  # type: ignore[misc]
    """How the conversation goes."""

    seen = HiddenField(default="0")
    rounds = _number(_("How many rounds?"), 1, MOST_ROUNDS, default=3)
    least = _number(_("At least how many people at a table?"), 1, MOST_SEATS_AT_TABLE, default=6)
    most = _number(_("At most how many people at a table?"), 2, MOST_SEATS_AT_TABLE, default=8)
    tables = _maybe(_("How many tables?"), 1, MOST_TABLES)
    hosts_per_table = RadioField(
        _("Does every table have a host?"),
        choices=[
            SelectChoice("0", _("No")),
            SelectChoice("1", _("Yes, one")),
            SelectChoice("2", _("Yes, two")),
        ],
        default="0",
    )
    hosts_stay = BooleanField(_("Hosts stay at their own table"), default=True)
    topics = TextAreaField(
        _("What is talked about?"),
        filters=[lines],
        validators=[Fits(1200)],
    )
    first_round = _maybe(_("Minutes from the start to the first round"), 0, 480)
    round_minutes = _maybe(_("Minutes per round, changing tables included"), 5, 240)
    mixes = SelectMultipleField(
        _("What do you mix the tables by?"),
        choices=[SelectChoice(mix.value, label) for mix, label in labels.MIXES.items()],
    )
    own_label = StringField(
        _("Your own words to mix by"),
        filters=[line],
        validators=[Fits(LONGEST_VALUE)],
    )
    own_question = SelectField(_("Where does it come from?"), validate_choice=True)

    def offer_questions(self, asked: Sequence[str]) -> None:
        self.own_question.choices = [
            SelectChoice("", _("I type it myself for every person")),
            *(SelectChoice(question, question) for question in asked),
        ]

    def show(self, plan: TablePlan | SetUp) -> None:
        """How a plan is set up, or what is usual for one that is to begin."""
        self.process(obj=plan)
        self.seen.data = str(plan.version) if isinstance(plan, TablePlan) else "0"
        self.hosts_per_table.data = str(plan.hosts_per_table)
        self.mixes.data = [mix.value for mix in plan.mixes]

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if valid and self.least.data > self.most.data:
            self.most.errors = [gettext("This is less than the minimum.")]
            valid = False
        if valid and Mix.OWN.value in (self.mixes.data or []) and not self.own_label.data:
            self.own_label.errors = [gettext("Say what you mix by, such as: street.")]
            valid = False
        return valid

    @property
    def set_up(self) -> SetUp:
        return SetUp(
            rounds=self.rounds.data,
            least=self.least.data,
            most=self.most.data,
            tables=self.tables.data,
            hosts_per_table=int(self.hosts_per_table.data),
            hosts_stay=self.hosts_stay.data,
            first_round=self.first_round.data,
            round_minutes=self.round_minutes.data,
            topics=self.topics.data,
            mixes=frozenset(Mix(each) for each in self.mixes.data or []),
            own_label=self.own_label.data,
            own_question=self.own_question.data,
        )


class WishForm(FlaskForm):  # type: ignore[misc]
    """Who should sit with whom, or not."""

    first = SelectField(_("Who?"), coerce=int, validators=[InputRequired(_("Choose somebody."))])
    kind = RadioField(
        _("What do they want or need?"),
        choices=[
            SelectChoice(kind.value, lazy_capital(said)) for kind, said in labels.WISHES.items()
        ],
        default=WishKind.TOGETHER.value,
        validators=[InputRequired(_("Choose one of these."))],
    )
    second = SelectField(_("With whom?"), coerce=int, default=0)
    tongue = SelectField(_("Which language?"), default="")

    def offer(self, names: Sequence[tuple[int, str]]) -> None:
        people = [SelectChoice(number, name) for number, name in names]
        self.first.choices = people
        self.second.choices = [SelectChoice(0, _("Choose somebody")), *people]
        self.tongue.choices = [
            SelectChoice("", _("Choose a language")),
            *(SelectChoice(each.value, label) for each, label in TONGUES.items()),
        ]

    def validate(self, extra_validators: Mapping[str, object] | None = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not valid:
            return False
        if self.kind.data == WishKind.COVER.value:
            if not self.tongue.data:
                self.tongue.errors = [gettext("Choose a language.")]
            return bool(self.tongue.data)
        if self.second.data in (0, self.first.data):
            self.second.errors = [gettext("Choose somebody else.")]
            return False
        return True

    @property
    def wanted(self) -> Wanted:
        kind = WishKind(self.kind.data)
        if kind is WishKind.COVER:
            return Wanted(kind, self.first.data, tongue=Tongue(self.tongue.data))
        return Wanted(kind, self.first.data, self.second.data)


class GuestForm(FlaskForm):  # type: ignore[misc]
    """What a librarian knows of one guest, for the tables alone."""

    seen = HiddenField(default="0")
    is_host = BooleanField(_("Is host at a table"))
    tongues = SelectMultipleField(
        _("Which languages do they speak at a table?"),
        choices=[SelectChoice(each.value, label) for each, label in TONGUES.items()],
    )
    own_value = StringField(
        _("To mix by"),
        filters=[line],
        validators=[Fits(LONGEST_VALUE)],
    )

    def show(self, guest: TableGuest, tongues: Collection[Tongue], version: int) -> None:
        self.seen.data = str(version)
        self.is_host.data = guest.is_host
        self.tongues.data = [each.value for each in tongues]
        self.own_value.data = guest.own_value

    @property
    def about(self) -> AboutGuest:
        return AboutGuest(
            self.is_host.data,
            frozenset(Tongue(each) for each in self.tongues.data or []),
            self.own_value.data or "",
        )


class PressForm(FlaskForm):  # type: ignore[misc]
    """A button, with the version of the plan that it was pressed on."""

    seen = IntegerField(default=0)
