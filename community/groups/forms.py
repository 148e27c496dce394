"""The forms of groups: a page, coming in, a question to the contact person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from community.accounts.addresses import NO_ADDRESS
from community.accounts.forms import address
from community.clock import start_of_day
from community.gatherings import labels as spoken
from community.gatherings.appointment_forms import Near
from community.gatherings.sign_up_forms import (
    MOST_OF_A_NAME,
    MOST_OF_A_PHONE,
    address_or_nothing,
)
from community.groups import labels
from community.groups.models import Group, GroupMember, SeenBy, Stage
from community.groups.services import Marks, Words
from community.topics.models import Theme
from community.web.once import OnceForm
from community.web.typed import Fits, line, lines

_CHOOSE = _("Choose one from the list.")


def _line(label: object, most: int, *extra: object) -> StringField:
    return StringField(label, filters=[line], validators=[*extra, Fits(most)])


def first_name(label: object, missing: object) -> StringField:
    too_long = Length(max=MOST_OF_A_NAME, message=_("Keep it below 80 characters."))
    return StringField(label, filters=[line], validators=[DataRequired(missing), too_long])


class WordsForm(FlaskForm):  # type: ignore[misc]
    """What a group says about itself."""

    name = _line(
        _("Name of the group"), 120, DataRequired(_("Give the group the name it goes by."))
    )
    summary = _line(_("In one sentence"), 200)
    text = TextAreaField(_("What do you do?"), filters=[lines], validators=[Fits(10_000)])
    for_whom = _line(_("For whom?"), 200)
    meets = _line(_("When and where do you meet?"), 200)
    language = SelectField(
        _("Language people speak"),
        choices=[SelectChoice(code, name) for code, name in spoken.LANGUAGES.items()],
        invalid_choice_message=_CHOOSE,
    )
    themes = SelectMultipleField(_("Themes"), coerce=int)
    takes_members = BooleanField(_("New people are welcome"), default=True)
    seen = HiddenField()  #: The revision that this form was made from.

    def offer_themes(self, themes: Iterable[Theme], language: str) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.label_in(language)) for theme in themes]

    def show(self, group: Group) -> None:
        for name in ("name", "summary", "text", "for_whom", "meets", "language", "takes_members"):
            self[name].data = getattr(group, name)
        self.themes.data = [theme.id for theme in group.themes]
        self.seen.data = group.revised_at.isoformat()

    def words(self) -> Words:
        return Words(
            name=self.name.data,
            summary=self.summary.data,
            text=self.text.data,
            for_whom=self.for_whom.data,
            meets=self.meets.data,
            language=self.language.data,
            takes_members=self.takes_members.data,
            theme_ids=frozenset(self.themes.data or ()),
        )


class GroupForm(WordsForm):
    """Also what only the library says about it."""

    seen_by = RadioField(
        _("Who sees the page?"),
        choices=[SelectChoice(each.value, words) for each, words in labels.SEEN_BY.items()],
        default=SeenBy.EVERYONE.value,
        validators=[InputRequired(_CHOOSE)],
    )
    is_sensitive = BooleanField(_("This group is sensitive"))

    def show(self, group: Group) -> None:
        super().show(group)
        self.seen_by.data, self.is_sensitive.data = group.seen_by.value, group.is_sensitive

    def marks(self) -> Marks:
        return Marks(seen_by=SeenBy(self.seen_by.data), is_sensitive=self.is_sensitive.data)


class StageForm(FlaskForm):  # type: ignore[misc]
    stage = RadioField(
        _("How is it now?"),
        choices=lambda: [
            SelectChoice(stage.value, f"{labels.STAGES[stage]}: {labels.MEANINGS[stage]}")
            for stage in Stage
        ],
        validators=[InputRequired(_CHOOSE)],
    )
    since = DateField(_("Since"), validators=[InputRequired(_("Choose a date.")), Near()])

    @property
    def chosen(self) -> Stage:
        return Stage(self.stage.data)

    @property
    def moment(self) -> datetime:
        return start_of_day(self.since.data)


class JoinForm(FlaskForm):  # type: ignore[misc]
    """Who has no account: a name, and an address that a mail has to prove."""

    first_name = first_name(_("Your first name"), _("Fill in your first name."))
    email = EmailField(
        _("Your e-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )


class NewMemberForm(FlaskForm):  # type: ignore[misc]
    """Somebody at the counter who wants to be in it."""

    first_name = first_name(_("First name"), _("Fill in a first name."))
    email = EmailField(_("E-mail address"), filters=[address_or_nothing])
    phone = StringField(
        _("Phone number"),
        filters=[line],
        validators=[
            Length(max=MOST_OF_A_PHONE, message=_("This number is too long to be correct."))
        ],
    )


class MessageForm(OnceForm):
    text = TextAreaField(
        _("Your message"),
        filters=[lines],
        validators=[DataRequired(_("Write what you want to ask.")), Fits(2000)],
    )


class HandOverForm(FlaskForm):  # type: ignore[misc]
    to = RadioField(
        _("Who could take over?"),
        coerce=int,
        validators=[InputRequired(_CHOOSE)],
    )

    def offer(self, members: Sequence[GroupMember]) -> bool:
        """Who can be asked by mail; whether there is anybody."""
        names = Counter(each.person.first_name for each in members)
        self.to.choices = [
            SelectChoice(each.person_id, each.person.told_apart(names))
            for each in members
            if each.person.email and not each.is_contact
        ]
        return bool(self.to.choices)


class OfGatheringForm(FlaskForm):  # type: ignore[misc]
    """Whose gathering this is."""

    groups = SelectMultipleField(_("Which group is this activity for?"), coerce=int)
    whole_series = BooleanField(
        _("Also for every other date of this series, including those still to come")
    )

    def offer(self, groups: Iterable[Group]) -> None:
        self.groups.choices = [SelectChoice(group.id, group.name) for group in groups]
