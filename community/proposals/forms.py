"""The forms of who proposes something, gets behind it, or says when they can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from community import clock
from community.accounts.addresses import NO_ADDRESS
from community.accounts.forms import address
from community.groups.models import Group
from community.moderation.rules_form import RulesForm
from community.proposals import labels
from community.proposals.backing import Joined
from community.proposals.models import (
    LONGEST_ANSWER,
    LONGEST_BRING,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_DATES,
    Part,
    ProposalDate,
    Says,
)
from community.proposals.proposing import Dates, Said
from community.register.forms import MOST_OF_A_NAME, MOST_THEMES
from community.topics.models import Theme
from community.web.typed import line, lines

#: Nobody knows yet when they can so far ahead.
DAYS_AHEAD = 366

_CHOOSE = _("Choose one from the list.")
_TOO_LONG = _("This is too long: keep it below %(max)d characters.")
_BRING_HINT = _("For example: ‘I will bake a cake’, ‘I know somebody who can talk about it’.")


def fits(most: int) -> Length:
    return Length(max=most, message=_TOO_LONG)


class Coming:
    """A day to come, and not so far ahead that nobody knows."""

    def __call__(self, _form: FlaskForm, field: DateField) -> None:
        if field.data is None:
            return
        ahead = (field.data - clock.local_day(clock.now())).days
        if ahead < 0:
            raise ValidationError(
                gettext("This is in the past. Choose a date that is still to come.")
            )
        if ahead > DAYS_AHEAD:
            raise ValidationError(gettext("Choose a date within a year."))


def _day(number: int, *, needed: bool) -> DateField:
    first = InputRequired(_("Choose a date.")) if needed else Optional()
    label = _("Day %(number)s", number=number) if number else _("Day")
    return DateField(label, validators=[first, Coming()])


def _part(number: int) -> SelectField:
    return SelectField(
        _("Part of day %(number)s", number=number) if number else _("Part of the day"),
        choices=[SelectChoice(part.value, said) for part, said in labels.PARTS.items()],
        default=Part.AFTERNOON.value,
        invalid_choice_message=_CHOOSE,
    )


class DateForm(FlaskForm):  # type: ignore[misc]
    """One more day to choose from."""

    day = _day(0, needed=True)
    part = _part(0)

    def dates(self) -> Dates:
        return ((self.day.data, Part(self.part.data)),)


class ProposalForm(RulesForm):
    """All that can be said of a proposal; only the sentence has to be."""

    title = StringField(
        _("In one sentence"),
        filters=[line],
        validators=[DataRequired(_("Write in one sentence what you would like.")),
                    fits(LONGEST_TITLE)],
    )  # fmt: skip
    text = TextAreaField(
        _("Do you want to say more?"), filters=[lines], validators=[fits(LONGEST_TEXT)]
    )
    themes = SelectMultipleField(_("What is it about?"), coerce=int)
    bring = StringField(
        _("What will you bring yourself?"),
        filters=[line],
        validators=[fits(LONGEST_BRING)],
        description=_BRING_HINT,
    )
    as_whom = RadioField(_("Who proposes it?"), coerce=int, default=0)
    is_old_enough = BooleanField(_("I am 16 or older."))

    def offer(
        self,
        themes: Sequence[Theme],
        groups: Iterable[Group],
        language: str,
        first: Collection[int] = (),
    ) -> None:
        """What there is to choose from; the themes that fit the sentence come first."""
        ordered = sorted(themes, key=lambda theme: theme.id not in first)
        self.themes.choices = [SelectChoice(each.id, each.label_in(language)) for each in ordered]
        self.as_whom.choices = [
            SelectChoice(0, gettext("Me, by my first name")),
            *(SelectChoice(group.id, group.name) for group in groups),
        ]

    @property
    def pairs(self) -> list[tuple[DateField, SelectField]]:
        """The rows of the date poll."""
        return [(self[f"day_{n}"], self[f"part_{n}"]) for n in range(1, MOST_DATES + 1)]

    def dates(self) -> Dates:
        chosen = ((day.data, Part(part.data)) for day, part in self.pairs if day.data)
        return tuple(dict.fromkeys(chosen))

    def said(self, language: str) -> Said:
        return Said(
            title=self.title.data,
            text=self.text.data or "",
            language=language,
            theme_ids=frozenset(self.themes.data or ()),
            bring=self.bring.data or "",
            dates=self.dates(),
            group_id=self.as_whom.data or None,
        )

    def validate_themes(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) > MOST_THEMES:
            raise ValidationError(
                ngettext(
                    "Choose at most %(num)d theme: the one that fits best.",
                    "Choose at most %(num)d themes: the ones that fit best.",
                    MOST_THEMES,
                )
            )


for _number in range(1, MOST_DATES + 1):
    setattr(ProposalForm, f"day_{_number}", _day(_number, needed=False))
    setattr(ProposalForm, f"part_{_number}", _part(_number))


class OwnProposalForm(ProposalForm):
    """Of somebody who has not said before to be old enough."""

    def validate_is_old_enough(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(
                gettext("This is for people of 16 and older. Are you younger? Come to the counter.")
            )


def _first_name() -> StringField:
    needed = DataRequired(_("Fill in your first name."))
    return StringField(
        _("Your first name"), filters=[line], validators=[needed, fits(MOST_OF_A_NAME)]
    )


def _email() -> EmailField:
    return EmailField(
        _("Your e-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )


class StrangersProposalForm(OwnProposalForm):
    """Of somebody who is not signed in: a mail proves that it was them."""

    first_name = _first_name()
    email = _email()


class BackingForm(RulesForm):
    """Who gets behind it: what they bring, and of each date whether they can."""

    bring = StringField(
        _("What will you bring?"),
        filters=[line],
        validators=[fits(LONGEST_BRING)],
        description=_BRING_HINT,
    )
    is_old_enough = BooleanField(_("I am 16 or older."))
    #: Whether they said so before.
    is_known: bool = False

    def validate_is_old_enough(self, field: BooleanField) -> None:
        if self.bring.data and not (field.data or self.is_known):
            raise ValidationError(
                gettext(
                    "Anyone who brings something is 16 or older. Are you younger? Leave that "
                    "field empty."
                )
            )

    def validate_house_rules(self, field: StringField) -> None:
        """Who only says when they can, writes nothing."""
        if self.bring.data:
            super().validate_house_rules(field)

    @property
    def votes(self) -> list[RadioField]:
        return [field for field in self if field.name.startswith(_VOTE)]

    def show(self, bring: str, votes: Mapping[int, Says]) -> None:
        self.bring.data = bring
        for field in self.votes:
            says = votes.get(int(field.name.removeprefix(_VOTE)))
            field.data = says.value if says else ""

    def joined(self) -> Joined:
        return Joined(
            bring=self.bring.data or "",
            votes={
                int(field.name.removeprefix(_VOTE)): Says(field.data)
                for field in self.votes
                if field.data
            },
            is_old_enough=bool(self.is_old_enough.data),
        )


class StrangersBackingForm(BackingForm):
    first_name = _first_name()
    email = _email()


_VOTE = "date_"


def form_to_back(
    dates: Iterable[ProposalDate],
    *,
    is_stranger: bool = False,
    is_known: bool = False,
    kind: type[BackingForm] | None = None,
) -> BackingForm:
    """The form with a question for each of these dates; what is not answered is not kept."""
    kind = kind or (StrangersBackingForm if is_stranger else BackingForm)
    asked = {
        f"{_VOTE}{each.id}": RadioField(
            labels.when(each.day, each.part, clock.now()),
            choices=[SelectChoice(says.value, said) for says, said in labels.SAYS.items()],
            validators=[Optional()],
        )
        for each in dates
    }
    form: BackingForm = type("FormToBack", (kind,), {**asked, "is_known": is_known})()
    return form


class RewordForm(RulesForm):
    """What it says from now on."""

    title = ProposalForm.title
    text = ProposalForm.text


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """What who proposed it answers the library."""

    reply = TextAreaField(
        _("Your answer to the library"),
        filters=[lines],
        validators=[DataRequired(_("Write something first.")), fits(LONGEST_ANSWER)],
    )
