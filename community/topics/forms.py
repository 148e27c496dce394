"""The forms about terms."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, ValidationError

from community.search.folding import fold
from community.topics.editing import TermDraft
from community.topics.models import LONGEST_LABEL, Term, Theme
from community.topics.vocabulary import LANGUAGES
from community.web.typed import Fits, line, lines

_FITS = Fits(LONGEST_LABEL)
#: More words for one term in one language than anybody reads.
MOST_WORDS = 200


class TermForm(FlaskForm):  # type: ignore[misc]
    label = StringField(
        _("What do we call it?"),
        filters=[line],
        validators=[
            DataRequired(_("A term has a name.")),
            _FITS,
        ],
    )
    themes = SelectMultipleField(_("Under which themes?"), coerce=int)
    broader = TextAreaField(_("What is broader?"), filters=[lines])
    nl = TextAreaField(_("Other words in Dutch"), filters=[lines])
    en = TextAreaField(_("Words in English"), filters=[lines])
    ar = TextAreaField(_("Words in Arabic"), filters=[lines])
    tr = TextAreaField(_("Words in Turkish"), filters=[lines])
    pl = TextAreaField(_("Words in Polish"), filters=[lines])
    uk = TextAreaField(_("Words in Ukrainian"), filters=[lines])
    is_sensitive = BooleanField(
        _(
            "Sensitive: only librarians see what people say about this, until those people "
            "allow more."
        )
    )

    def validate_label(self, field: StringField) -> None:
        if not fold(field.data):
            raise ValidationError(str(_("A name has letters or digits in it.")))

    def validate_nl(self, field: TextAreaField) -> None:
        """Of every language: each line is a word that can be kept."""
        words = field.data.splitlines()
        if any(len(word) > LONGEST_LABEL for word in words):
            raise ValidationError(str(_FITS.message))
        if len(words) > MOST_WORDS:
            raise ValidationError(str(_("At most %(most)s words.", most=MOST_WORDS)))

    validate_en = validate_ar = validate_tr = validate_pl = validate_uk = validate_nl

    def offer(self, themes: Iterable[Theme], language: str) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.label_in(language)) for theme in themes]

    def show(self, term: Term) -> None:
        self.label.data, self.is_sensitive.data = term.label, term.is_sensitive
        self.themes.data = [theme.id for theme in term.themes]
        self.broader.data = "\n".join(each.label for each in term.broader)
        for language in LANGUAGES:
            said = [each.label for each in term.labels if each.language == language]
            self[language].data = "\n".join(said)

    def draft(self) -> TermDraft:
        return TermDraft(
            label=self.label.data,
            theme_ids=frozenset(self.themes.data or ()),
            broader=_each_line(self.broader.data),
            is_sensitive=bool(self.is_sensitive.data),
            words={language: _each_line(self[language].data) for language in LANGUAGES},
        )


class MergeForm(FlaskForm):  # type: ignore[misc]
    """Which term goes is in the address; which one stays is a field, by its name."""

    stays = HiddenField(filters=[line])
    goes = HiddenField(filters=[line])  #: What it was called when the button was made.


def _each_line(text: str) -> list[str]:
    return [each for each in map(str.strip, text.splitlines()) if each]
