"""Bringing a list, choosing what goes for the whole of it, and the buttons under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectChoice, SelectField, SelectMultipleField, StringField

from community.gatherings import labels
from community.gatherings.kinds import Kind, SignUpMode
from community.imports.models import Choices, ImportSource
from community.libraries.models import Branch
from community.topics.models import Theme
from community.web.typed import line

FROM_LIST = _("Choose one from the list.")
DRAFTS, AGENDA = "concept", "agenda"


class BringForm(FlaskForm):  # type: ignore[misc]
    """A file or an address, and of which list it is a newer version."""

    file = FileField(_("File"))
    url = StringField(_("Or the address of a calendar"), filters=[line])
    source = SelectField(
        _("Is it a newer version of an earlier list?"), coerce=int, invalid_choice_message=FROM_LIST
    )

    def offer(self, sources: Iterable[ImportSource]) -> None:
        self.source.choices = [
            SelectChoice(0, gettext("No, it is a new list")),
            *(SelectChoice(each.id, each.name) for each in sources),
        ]

    def validate(self, extra_validators: object = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if bool(self.file.data) is bool(self.url.data):
            self.refuse(gettext("Choose a file, or give an address."), at_address=False)
            return False
        return True

    def refuse(self, said: str, *, at_address: bool) -> None:
        field = self.url if at_address else self.file
        field.errors = [*field.errors, said]


class ChoicesForm(FlaskForm):  # type: ignore[misc]
    """How it is where the list does not say."""

    kind = SelectField(_("Kind"), invalid_choice_message=FROM_LIST)
    branch = SelectField(_("Branch"), coerce=int, invalid_choice_message=FROM_LIST)
    themes = SelectMultipleField(_("Themes"), coerce=int)
    sign_up_mode = SelectField(_("How do people take part?"), invalid_choice_message=FROM_LIST)
    partner = SelectField(
        _("Whose activities are these?"), coerce=int, invalid_choice_message=FROM_LIST
    )
    where_to = RadioField(
        _("Where do new activities go?"),
        choices=[
            SelectChoice(DRAFTS, _("To the drafts, to look at them first")),
            SelectChoice(AGENDA, _("Into the agenda at once")),
        ],
    )

    def offer(
        self,
        branches: Sequence[Branch],
        themes: Sequence[Theme],
        partners: Sequence[tuple[int, str]],
        language: str,
    ) -> None:
        self.kind.choices = [SelectChoice(str(kind), said) for kind, said in labels.KINDS.items()]
        self.branch.choices = [
            SelectChoice(0, gettext("As the list says")),
            *(SelectChoice(each.id, each.name) for each in branches),
        ]
        self.themes.choices = [SelectChoice(theme.id, theme.label_in(language)) for theme in themes]
        self.sign_up_mode.choices = [
            SelectChoice("", gettext("As the list says, or as usual for its kind")),
            *(SelectChoice(str(mode), said) for mode, said in labels.SIGN_UP_MODES.items()),
        ]
        self.partner.choices = [
            SelectChoice(0, gettext("The library's")),
            *(SelectChoice(number, name) for number, name in partners),
        ]

    def show(self, choices: Choices) -> None:
        self.kind.data = str(choices.kind)
        self.branch.data = choices.branch_id or 0
        self.themes.data = sorted(choices.theme_ids)
        self.sign_up_mode.data = str(choices.sign_up_mode or "")
        self.partner.data = choices.partner_id or 0
        self.where_to.data = AGENDA if choices.publish else DRAFTS

    @property
    def choices(self) -> Choices:
        mode = self.sign_up_mode.data
        return Choices(
            kind=Kind(self.kind.data),
            branch_id=self.branch.data or None,
            theme_ids=frozenset(self.themes.data or ()),
            partner_id=self.partner.data or None,
            sign_up_mode=SignUpMode(mode) if mode else None,
            publish=self.where_to.data == AGENDA,
        )
