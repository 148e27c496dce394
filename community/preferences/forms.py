"""What can be preferred, and the words of every yes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from community.areas.visitors import PC4, AgeClass
from community.libraries.models import Branch, Equipment
from community.moments import Moment
from community.preferences import agreed
from community.preferences.labels import NEEDS
from community.preferences.models import Preference
from community.preferences.services import Said
from community.register import labels as words
from community.tongues import Tongue
from community.topics.models import Theme
from community.web.typed import line

#: What somebody says yes to, kept as it was read.
NEEDED, MIXED, REMEMBERED = (
    _(purpose.words) for purpose in (agreed.NEEDED, agreed.MIXED, agreed.REMEMBERED)
)


class PreferenceForm(FlaskForm):  # type: ignore[misc]
    """Everything optional; nothing ticked means that anything may fit."""

    moments = SelectMultipleField(
        _("When are you free?"),
        choices=[SelectChoice(each.value, each.value) for each in Moment],
    )
    themes = SelectMultipleField(_("What do you like?"), coerce=int)
    branches = SelectMultipleField(_("Which libraries do you visit?"), coerce=int)
    comes_online = BooleanField(_("I also take part online"))
    tongues = SelectMultipleField(
        _("Which languages do you speak well enough to talk at a table?"),
        choices=[SelectChoice(each.value, label) for each, label in words.TONGUES.items()],
    )
    needs = SelectMultipleField(
        _("What must a room have?"),
        choices=[SelectChoice(each.value, label) for each, label in NEEDS.items()],
    )
    needs_agreed = BooleanField(NEEDED)
    mixes = BooleanField(MIXED)
    age_class = SelectField(
        _("Your age group"),
        choices=[
            SelectChoice("", _("I would rather not say")),
            *(SelectChoice(each.value, each.value) for each in AgeClass),
        ],
        invalid_choice_message=_("Choose one from the list."),
        default="",
    )
    pc4 = StringField(_("The four digits of your postcode"), filters=[line])
    remembers = BooleanField(REMEMBERED)

    def offer(self, themes: Iterable[Theme], branches: Iterable[Branch], language: str) -> None:
        self.moments.choices = [SelectChoice(each.value, words.moment(each)) for each in Moment]
        self.themes.choices = [SelectChoice(each.id, each.label_in(language)) for each in themes]
        self.branches.choices = [SelectChoice(each.id, each.place) for each in branches]

    def show(self, said: Preference | None) -> None:
        """What was said; coming online is ticked until somebody says otherwise."""
        self.comes_online.data = said is None or said.comes_online
        if said is None:
            return
        self.moments.data = [each.value for each in said.moments]
        self.tongues.data = [each.value for each in said.tongues]
        self.themes.data = [theme.id for theme in said.themes]
        self.branches.data = [branch.id for branch in said.branches]
        self.needs.data = [each.value for each in said.needs or ()]
        self.needs_agreed.data = said.needs_since is not None
        self.mixes.data = said.mixed_since is not None
        self.age_class.data = said.age_class.value if said.age_class else ""
        self.pc4.data = said.pc4 or ""
        self.remembers.data = said.remembered_since is not None

    def validate_pc4(self, field: StringField) -> None:
        if field.data and not PC4.fullmatch(field.data):
            raise ValidationError(_("Four digits, such as 7731. Or leave it empty."))

    def validate_needs_agreed(self, field: BooleanField) -> None:
        if not field.data and self.needs.data:
            raise ValidationError(
                _("Please say yes as well, or tick nothing that a room must have.")
            )

    def validate_mixes(self, field: BooleanField) -> None:
        if not field.data and (self.age_class.data or self.pc4.data):
            raise ValidationError(
                _("Please say yes as well, or leave your age group and postcode empty.")
            )

    def said(self) -> Said:
        return Said(
            moments=frozenset(Moment(word) for word in self.moments.data or ()),
            tongues=frozenset(Tongue(word) for word in self.tongues.data or ()),
            comes_online=bool(self.comes_online.data),
            theme_ids=frozenset(self.themes.data or ()),
            branch_ids=frozenset(self.branches.data or ()),
            needs=frozenset(Equipment(word) for word in self.needs.data or ()),
            needs_words=str(NEEDED) if self.needs_agreed.data else "",
            mixed_words=str(MIXED) if self.mixes.data else "",
            age_class=AgeClass(self.age_class.data) if self.age_class.data else None,
            pc4=self.pc4.data or None,
            remembered_words=str(REMEMBERED) if self.remembers.data else "",
        )
