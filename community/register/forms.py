"""The forms of the register: one sentence, and whatever else somebody wants to say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from community.accounts.addresses import NO_ADDRESS, WrongAddress, folded
from community.accounts.forms import address
from community.consents.labels import CHANNELS
from community.consents.models import SPOKEN, Channel
from community.libraries.models import Branch
from community.moderation.rules_form import RulesForm
from community.moments import Moment
from community.register import labels
from community.register.models import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Direction,
    Entry,
    Form,
    HowOften,
    SeenBy,
    Spot,
)
from community.register.writing import Said
from community.tongues import Tongue
from community.topics.models import Theme
from community.web.typed import line, lines

Word = TypeVar("Word", bound=StrEnum)

#: More themes say nothing any more.
MOST_THEMES = 3
MOST_OF_A_NAME = 80
MOST_OF_A_PHONE = 40

_CHOOSE = _("Choose one from the list.")
_TOO_LONG = _("This is too long: keep it below %(max)d characters.")


class EntryForm(RulesForm):
    """All that can be said of an offer or a request; only the sentence has to be."""

    title = StringField(
        _("In one sentence"),
        filters=[line],
        validators=[
            DataRequired(_("Write in one sentence what it is about.")),
            Length(max=LONGEST_TITLE, message=_TOO_LONG),
        ],
    )
    text = TextAreaField(
        _("Do you want to say more?"),
        filters=[lines],
        validators=[Length(max=LONGEST_TEXT, message=_TOO_LONG)],
    )
    themes = SelectMultipleField(_("What is it about?"), coerce=int)
    forms = SelectMultipleField(_("How?"))
    branches = SelectMultipleField(_("Near which library?"), coerce=int)
    spots = SelectMultipleField(_("Where?"))
    moments = SelectMultipleField(_("When?"))
    tongues = SelectMultipleField(_("Which languages do you speak?"))
    how_often = SelectField(_("How often?"), invalid_choice_message=_CHOOSE)
    language = SelectField(
        _("In which language did you write this?"), invalid_choice_message=_CHOOSE
    )
    seen_by = RadioField(
        _("Who will see this?"),
        default=SeenBy.SIGNED_IN.value,
        validators=[InputRequired(_CHOOSE)],
    )
    is_anonymous = BooleanField(_("Without my name. Only the librarians know that I ask this."))
    consents = BooleanField(labels.CONSENT)
    is_old_enough = BooleanField(_("I am 16 or older."))

    def offer(
        self,
        direction: Direction,
        themes: Sequence[Theme],
        branches: Iterable[Branch],
        language: str,
        first: Collection[int] = (),
    ) -> None:
        """What there is to choose from; the themes that fit the sentence come first."""
        asks = direction is Direction.REQUEST
        ordered = sorted(themes, key=lambda theme: theme.id not in first)
        self.sensitive_ids = {theme.id for theme in themes if theme.is_sensitive}
        self.themes.choices = [SelectChoice(each.id, each.label_in(language)) for each in ordered]
        self.forms.choices = _all(labels.FORMS_ASKED if asks else labels.FORMS)
        self.branches.choices = [SelectChoice(each.id, each.place) for each in branches]
        self.spots.choices = _all(labels.SPOTS)
        self.moments.choices = [SelectChoice(each.value, labels.moment(each)) for each in Moment]
        self.tongues.choices = _all(labels.TONGUES)
        self.how_often.choices = [SelectChoice("", _("It varies")), *_all(labels.HOW_OFTEN)]
        self.language.choices = _all(labels.TONGUES)
        self.seen_by.choices = _all(labels.SEEN_BY[direction])

    def show(self, entry: Entry) -> None:
        """What it says now."""
        self.title.data, self.text.data = entry.title, entry.text
        self.language.data, self.seen_by.data = entry.language, entry.seen_by.value
        for name in ("forms", "spots", "moments", "tongues"):
            self[name].data = [word.value for word in getattr(entry, name)]
        self.themes.data = [theme.id for theme in entry.themes]
        self.branches.data = [branch.id for branch in entry.branches]
        self.how_often.data = entry.how_often.value if entry.how_often else ""
        self.is_anonymous.data = entry.is_anonymous
        self.consents.data = entry.consent_at is not None

    def said(self, term_ids: Collection[int] = ()) -> Said:
        return Said(
            title=self.title.data,
            text=self.text.data or "",
            language=self.language.data,
            forms=frozenset(Form(word) for word in self.forms.data or ()),
            moments=frozenset(Moment(word) for word in self.moments.data or ()),
            spots=frozenset(Spot(word) for word in self.spots.data or ()),
            tongues=frozenset(Tongue(word) for word in self.tongues.data or ()),
            how_often=HowOften(self.how_often.data) if self.how_often.data else None,
            seen_by=SeenBy(self.seen_by.data),
            is_anonymous=self.is_anonymous.data,
            theme_ids=frozenset(self.themes.data or ()),
            term_ids=frozenset(term_ids),
            branch_ids=frozenset(self.branches.data or ()),
            consent_words=str(labels.CONSENT) if self.consents.data else "",
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


class OwnEntryForm(EntryForm):
    """Of somebody who is signed in, and has not said before to be old enough."""

    def validate_is_old_enough(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(
                gettext("This is for people of 16 and older. Are you younger? Come to the counter.")
            )


class StrangersEntryForm(OwnEntryForm):
    """Of somebody who is not signed in: a mail proves that it was them."""

    first_name = StringField(
        _("Your first name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in your first name.")),
            Length(max=MOST_OF_A_NAME, message=_TOO_LONG),
        ],
    )
    email = EmailField(
        _("Your e-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )


def _address_or_nothing(value: str | None) -> str:
    try:
        return folded(value) if value and value.strip() else ""
    except WrongAddress as wrong:
        raise ValueError(gettext(wrong.message, **wrong.values)) from None


class EntryOfSomebodyForm(OwnEntryForm):
    """For somebody who stands at the desk, or calls."""

    first_name = StringField(
        _("First name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a first name.")),
            Length(max=MOST_OF_A_NAME, message=_TOO_LONG),
        ],
    )
    email = EmailField(_("E-mail address"), filters=[_address_or_nothing])
    phone = StringField(
        _("Phone number"),
        filters=[line],
        validators=[Length(max=MOST_OF_A_PHONE, message=_TOO_LONG)],
    )
    how = RadioField(
        _("How did they say yes?"),
        choices=[SelectChoice(how.value, CHANNELS[how]) for how in SPOKEN],
        default=Channel.COUNTER.value,
        validators=[InputRequired(_("Choose one from the list."))],
    )
    said_yes = BooleanField(_("I read this to them, and they said yes."))

    def validate_said_yes(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("Read to them who will see this, and ask for a yes."))


def _all(words: Mapping[Word, LazyString]) -> list[SelectChoice]:
    return [SelectChoice(each.value, label) for each, label in words.items()]
