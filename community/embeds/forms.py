"""What is composed at the desk: which list, and on which sites."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Form, SelectChoice, SelectField, TextAreaField
from wtforms.validators import Length, ValidationError

from community.embeds.sites import NoSuchSite, sites_in
from community.gatherings import labels
from community.gatherings.filters import KIND_WORDS
from community.gatherings.queries import Choices
from community.web.layout import NAMES
from community.web.typed import lines


def _select(label: object) -> SelectField:
    return SelectField(label, validate_choice=False)


class ListForm(Form):  # type: ignore[misc]
    """Which gatherings, in the words of the agenda's own query; it changes nothing."""

    vestiging = _select(_("Where"))
    soort = _select(_("What kind"))
    thema = _select(_("About what"))
    voertaal = _select(_("Language spoken there"))
    #: Not `taal`, which is the language of the desk itself.
    woorden = _select(_("Language of the words around it"))

    def offer(self, choices: Choices, language: str) -> None:
        spoken = [(each, str(labels.LANGUAGES.get(each, each))) for each in choices.languages]
        for field, everything, offered in (
            (self.vestiging, _("All branches"), choices.branches),
            (self.soort, _("All kinds"), _kinds(choices)),
            (self.thema, _("All subjects"), _themes(choices, language)),
            (self.voertaal, _("All languages"), spoken),
        ):
            field.choices = [SelectChoice("", everything), *_choices(offered)]
        self.woorden.choices = _choices(list(NAMES.items()))


class SitesForm(FlaskForm):  # type: ignore[misc]
    sites = TextAreaField(
        _("Sites that may show the agenda in a frame"),
        filters=[lines],
        validators=[Length(max=4000, message=_("This is too long: at most 4000 characters."))],
    )

    #: What was understood of it.
    named: Sequence[str] = ()

    def validate_sites(self, field: TextAreaField) -> None:
        try:
            self.named = sites_in(field.data or "")
        except NoSuchSite as wrong:
            raise ValidationError(gettext(wrong.message, **wrong.values)) from None


def _kinds(choices: Choices) -> list[tuple[str, str]]:
    return [(KIND_WORDS[kind], str(labels.KINDS[kind])) for kind in choices.kinds]


def _themes(choices: Choices, language: str) -> list[tuple[str, str]]:
    return [(theme.slug, theme.label_in(language)) for theme in choices.themes]


def _choices(offered: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in offered]
