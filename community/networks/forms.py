"""The forms of asking for support and talking about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from community.networks import labels
from community.networks.asking import Asked
from community.networks.models import Block, Support
from community.web.once import OnceForm
from community.web.typed import Fits, lines

_CHOOSE = _("Choose one from the list.")
_SOMETHING_ELSE = ""
_LONGEST_NUMBER = 15


class AskForm(OnceForm):
    form = RadioField(
        _("What would help you?"),
        choices=lambda: [
            SelectChoice(each.value, f"{labels.support(each)}: {words}")
            for each, words in labels.MEANINGS.items()
        ],
        validators=[InputRequired(_CHOOSE)],
    )
    block = SelectField(
        _("What is it about?"),
        choices=lambda: [
            *(SelectChoice(each.value, labels.block(each)) for each in Block),
            SelectChoice(_SOMETHING_ELSE, _("Something else")),
        ],
        default=_SOMETHING_ELSE,
        invalid_choice_message=_CHOOSE,
    )
    question = TextAreaField(
        _("Your question"),
        filters=[lines],
        validators=[DataRequired(_("Write what you want to ask.")), Fits(2000)],
    )

    def suggest(self, form: str, block: str) -> None:
        """As the advice that somebody came from says; what does not exist is left open."""
        if form in set(Support):
            self.form.data = form
        if block in set(Block):
            self.block.data = block

    def asked(self) -> Asked:
        block = self.block.data
        return Asked(Support(self.form.data), Block(block) if block else None, self.question.data)


class SeenForm(FlaskForm):  # type: ignore[misc]
    """What stood on the page that somebody presses a button on: the number of the last message."""

    seen = HiddenField()

    @property
    def seen_up_to(self) -> int:
        sent = self.seen.data or ""
        fits = sent.isascii() and sent.isdigit() and len(sent) <= _LONGEST_NUMBER
        return int(sent) if fits else 0


class SayForm(OnceForm, SeenForm):
    text = TextAreaField(
        _("Your message"),
        filters=[lines],
        validators=[DataRequired(_("Write what you want to say.")), Fits(2000)],
    )
