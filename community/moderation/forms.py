"""What a librarian, a reporter and an author fill in."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community.db import session
from community.libraries.tenancy import this_library
from community.moderation import labels, wording
from community.moderation.deciding import Ruling
from community.moderation.models import LONGEST, LONGEST_SENTENCE, HouseRule, Verdict
from community.moderation.own_rules import Added
from community.moderation.reporting import Said
from community.moderation.rules import Rule
from community.outbox import letters
from community.web.typed import Fits, line, lines

_IN_A_SENTENCE = Fits(LONGEST_SENTENCE)
_FITS = Fits(LONGEST)


class _OfARule(FlaskForm):  # type: ignore[misc]
    rule = RadioField(
        _("Which house rule is it about?"),
        validators=[InputRequired(_("Choose the rule that it is about."))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.book = wording.read(session(), this_library().id)
        self.rule.choices = [
            (key.value, labels.shown_of(key, rule)) for key, rule in self.book.current.items()
        ]


class RefuseForm(_OfARule):
    """A no: the rule, and why, as its author will read it."""

    reason = TextAreaField(
        _("Why? The author will read this."), filters=[lines], validators=[_FITS]
    )

    def suggest(self) -> None:
        """What goes with the rule, unless there are words of one's own, in today's language."""
        rules = self.book.current
        chosen = rules.get(self.rule.data)
        known = {_suggested(rule) for rule in rules.values()}
        if chosen is not None and (not self.reason.data or self.reason.data in known):
            self.reason.data = _suggested(chosen)

    def ruling(self, language: str) -> Ruling:
        """Without words of one's own, the suggestion that goes with the rule, as its author
        speaks."""
        rule = HouseRule(self.rule.data)
        with letters.in_language_of(language):
            reason = self.reason.data or _suggested(self.book.current[rule])
        return Ruling(Verdict.REFUSED, rule, reason, self.book.version)

    def validate_reason(self, field: TextAreaField) -> None:
        """Of what a library added there is no sentence ready."""
        chosen = self.book.current.get(self.rule.data)
        if chosen is not None and not (field.data or chosen.suggestion):
            raise ValidationError(gettext("Say why, in your own words."))


class ReportForm(_OfARule):
    words = TextAreaField(_("What is wrong?"), filters=[lines], validators=[_FITS])

    def said(self) -> Said:
        return Said(HouseRule(self.rule.data), self.words.data, self.book.version)


class AppealForm(FlaskForm):  # type: ignore[misc]
    words = TextAreaField(
        _("Why do you not agree?"),
        filters=[lines],
        validators=[DataRequired(_("Say in a few words why you do not agree.")), _FITS],
    )


class OwnRulesForm(FlaskForm):  # type: ignore[misc]
    """What the library adds to the rules: at most three sentences, each a rule of its own."""

    first = StringField(_("First sentence"), filters=[line], validators=[_IN_A_SENTENCE])
    second = StringField(_("Second sentence"), filters=[line], validators=[_IN_A_SENTENCE])
    third = StringField(_("Third sentence"), filters=[line], validators=[_IN_A_SENTENCE])
    changed = StringField(
        _("What changes, in one sentence?"),
        filters=[line],
        validators=[
            DataRequired(_("Say in one sentence what changes, for people who know the rules.")),
            _IN_A_SENTENCE,
        ],
    )
    size = RadioField(
        _("How large is the change?"),
        choices=[
            SelectChoice("small", _("Small: people read it next to the form, once")),
            SelectChoice("large", _("Large: people agree again before they write something new")),
        ],
        validators=[InputRequired(_("Choose one of the two."))],
    )

    def show(self, sentences: Iterable[str]) -> None:
        for field, said in zip((self.first, self.second, self.third), sentences, strict=False):
            field.data = said

    def added(self) -> Added:
        return Added(
            sentences=[each.data or "" for each in (self.first, self.second, self.third)],
            changed=self.changed.data,
            is_large=self.size.data == "large",
        )


class LogForm(FlaskForm):  # type: ignore[misc]
    """How the decisions leave as a file. Read from the address, so it carries no token."""

    class Meta:
        csrf = False

    with_names = BooleanField(_("With the names of who wrote it and who reported it"))


def _suggested(rule: Rule) -> str:
    """In today's language; of what a library added, nothing."""
    return gettext(rule.suggestion) if rule.suggestion else ""
