"""What a librarian, a reporter and an author fill in."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from community.moderation.deciding import Ruling
from community.moderation.models import LONGEST, HouseRule, Verdict
from community.moderation.reporting import Said
from community.moderation.rules import RULES
from community.outbox import letters
from community.web.typed import lines

_FITS = Length(
    max=LONGEST, message=_("This is too long: at most %(most)s characters.", most=LONGEST)
)


class _OfARule(FlaskForm):  # type: ignore[misc]
    rule = RadioField(
        _("Which rule of the house is it about?"),
        validators=[InputRequired(_("Choose the rule that it is about."))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.rule.choices = [
            (key.value, " ".join(map(gettext, (rule.title, rule.sentence))))
            for key, rule in RULES.items()
        ]


class RefuseForm(_OfARule):
    """A no: the rule, and why, as its author will read it."""

    reason = TextAreaField(
        _("Why? This is what its author reads."), filters=[lines], validators=[_FITS]
    )

    def suggest(self) -> None:
        """What goes with the rule, unless there are words of one's own, in today's language."""
        chosen = RULES.get(self.rule.data)
        known = {gettext(rule.suggestion) for rule in RULES.values()}
        if chosen is not None and (not self.reason.data or self.reason.data in known):
            self.reason.data = gettext(chosen.suggestion)

    def ruling(self, language: str) -> Ruling:
        """Without words of one's own, the suggestion that goes with the rule, as its author
        speaks."""
        rule = HouseRule(self.rule.data)
        with letters.in_language_of(language):
            reason = self.reason.data or gettext(RULES[rule].suggestion)
        return Ruling(Verdict.REFUSED, rule, reason)


class ReportForm(_OfARule):
    words = TextAreaField(_("What is wrong?"), filters=[lines], validators=[_FITS])

    def said(self) -> Said:
        return Said(HouseRule(self.rule.data), self.words.data)


class AppealForm(FlaskForm):  # type: ignore[misc]
    words = TextAreaField(
        _("Why do you not agree?"),
        filters=[lines],
        validators=[DataRequired(_("Say in a few words why you do not agree.")), _FITS],
    )


class LogForm(FlaskForm):  # type: ignore[misc]
    """How the decisions leave as a file. Read from the address, so it carries no token."""

    class Meta:
        csrf = False

    with_names = BooleanField(_("With the names of who wrote it and who reported it"))
