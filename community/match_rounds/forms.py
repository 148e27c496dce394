"""The forms of a match round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayStayEmpty

from community.clock import from_local, local
from community.gatherings.models import Gathering
from community.groups.models import Group
from community.match_rounds import labels
from community.match_rounds.choosing import CANNOT
from community.match_rounds.making import Draft
from community.match_rounds.models import LONGEST_NAME, MOST_WISHES, Participant, Population
from community.match_rounds.moving import Way
from community.topics.models import Theme
from community.web.addresses import row_id
from community.web.formats import comma, date_time_long

MOST_LEAST = 50
USUAL_TERM = timedelta(days=10)
NUMBERS = range(1, MOST_WISHES + 1)
WISHES = (
    _("First wish"),
    _("Second wish"),
    _("Third wish"),
    _("Fourth wish"),
    _("Fifth wish"),
)


class RoundForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("What do you call it?"),
        validators=[DataRequired(_("Give it a name.")), Length(max=LONGEST_NAME)],
    )
    gatherings = SelectMultipleField(
        _("Which activities can people choose?"),
        coerce=int,
        validators=[InputRequired(_("Choose at least two."))],
    )
    closes_on = DateField(
        _("Until which day can people choose?"), validators=[InputRequired(_("Fill in a day."))]
    )
    closes_at = TimeField(
        _("Until what time?"), default=time(18), validators=[InputRequired(_("Fill in a time."))]
    )
    population = RadioField(
        _("Who do we ask?"),
        choices=[SelectChoice(value, label) for value, label in labels.POPULATIONS.items()],
        default=Population.EVERYBODY,
    )
    group = SelectField(_("Which group?"), coerce=int, validators=[MayStayEmpty()])
    theme = SelectField(_("Which theme?"), coerce=int, validators=[MayStayEmpty()])
    least = IntegerField(
        _("How many people does an activity need?"),
        default=0,
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(0, MOST_LEAST, _("Fill in a number from 0 to 50.")),
        ],
    )

    def offer(
        self,
        gatherings: Sequence[Gathering],
        groups: Sequence[Group],
        themes: Sequence[Theme],
        language: str,
    ) -> None:
        """What there is to choose from."""
        self.gatherings.choices = [
            SelectChoice(each.id, f"{each.title}{comma()}{date_time_long(each.starts_at)}")
            for each in gatherings
        ]
        nothing = SelectChoice(0, _("Choose one"))
        self.group.choices = [nothing, *(SelectChoice(each.id, each.name) for each in groups)]
        self.theme.choices = [
            nothing,
            *(SelectChoice(each.id, each.label_in(language)) for each in themes),
        ]

    def show(self, now: datetime) -> None:
        self.closes_on.data = (local(now) + USUAL_TERM).date()

    def validate_gatherings(self, field: SelectMultipleField) -> None:
        if len(field.data or ()) == 1:
            raise ValidationError(_("Choose at least two."))

    def validate_group(self, field: SelectField) -> None:
        if self.population.data == Population.GROUP and not field.data:
            raise ValidationError(_("Choose a group."))

    def validate_theme(self, field: SelectField) -> None:
        if self.population.data == Population.THEME and not field.data:
            raise ValidationError(_("Choose a theme."))

    @property
    def draft(self) -> Draft:
        population = Population(self.population.data)
        return Draft(
            name=self.name.data.strip(),
            closes_at=from_local(self.closes_on.data, self.closes_at.data),
            gatherings=self.gatherings.data,
            population=population,
            least=self.least.data,
            group_id=self.group.data if population is Population.GROUP else None,
            theme_id=self.theme.data if population is Population.THEME else None,
        )


class MoveForm(FlaskForm):  # type: ignore[misc]
    """Where somebody goes instead; the page says beside each what it does."""

    #: Where they sat when this was looked at.
    seen = HiddenField(default="0")
    to = RadioField(_("Where to?"), validators=[InputRequired(_("Choose where to."))])

    def offer(self, ways: Sequence[Way], seated: int | None) -> None:
        self.to.choices = [SelectChoice(way.value, way.to.title) for way in ways]
        if not self.is_submitted():
            self.seen.data = str(seated or 0)

    @property
    def chosen(self) -> dict[str, int]:
        to, other = str(self.to.data).split("-")
        return {"to_id": int(to), "with_id": int(other), "seen_id": row_id(self.seen.data) or 0}


class SurpriseForm(FlaskForm):  # type: ignore[misc]
    """The fields that do not depend on which activities there are; those are added per activity."""

    surprise = BooleanField(_("If my choices are full, choose something for me that suits me."))


def choose_form(
    gatherings: Sequence[Gathering], participant: Participant, *, filled: bool
) -> SurpriseForm:
    """One list per activity: no wish, first to fifth wish, or cannot come then."""
    choices = [
        SelectChoice("", _("None of my choices")),
        *(SelectChoice(str(number), wish) for number, wish in zip(NUMBERS, WISHES, strict=True)),
        SelectChoice(str(CANNOT), _("I cannot come then")),
    ]

    class ChooseForm(SurpriseForm):
        """As many lists as there are activities."""

    for each in gatherings:
        setattr(
            ChooseForm,
            name_of(each.id),
            SelectField(each.title, choices=choices, validators=[MayStayEmpty()]),
        )
    said = {
        name_of(choice.gathering_id): str(choice.position or CANNOT)
        for choice in participant.choices
    }
    if filled:
        return ChooseForm()
    return ChooseForm(formdata=None, data={**said, "surprise": participant.surprise})


def name_of(gathering_id: int) -> str:
    return f"wish_{gathering_id}"


def said_in(form: SurpriseForm, gatherings: Sequence[Gathering]) -> dict[int, int]:
    """Per activity of which something was said."""
    chosen = {each.id: form[name_of(each.id)].data for each in gatherings}
    return {number: int(said) for number, said in chosen.items() if said}
