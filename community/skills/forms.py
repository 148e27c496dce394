"""The forms of kunde: noting it from a talk at the counter, and a spoken yes."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from community.accounts.forms import address
from community.skills.labels import HOW, KINDS
from community.skills.models import LONGEST_OWN_WORDS, Agreed, SkillKind
from community.skills.noting import SPOKEN, Newcomer, Said
from community.topics.models import Theme
from community.web.formats import lazy_capital
from community.web.once import OnceForm
from community.web.typed import Fits, line, lines

LONGEST_WORDING = 500


def _address_or_none(value: str | None) -> str:
    return address(value) if (value or "").strip() else ""


def _spoken(choices: Sequence[Agreed], question: str) -> RadioField:
    return RadioField(
        question,
        choices=[SelectChoice(how.value, lazy_capital(HOW[how])) for how in choices],
        default=choices[0].value,
        validators=[InputRequired(_("Choose one."))],
    )


class NoteForm(OnceForm):
    """What somebody of the library can, knows, lived through or wants to learn."""

    own_words = StringField(
        _("In one sentence, in their words"),
        filters=[line],
        validators=[
            DataRequired(_("Write down what they told you.")),
            Fits(LONGEST_OWN_WORDS),
        ],
    )
    kind = RadioField(
        _("What is it?"),
        choices=[SelectChoice(kind.value, said) for kind, said in KINDS.items()],
        default=SkillKind.CAN.value,
        validators=[InputRequired(_("Choose one."))],
    )
    themes = SelectMultipleField(_("What is it about?"), coerce=int, validators=[Optional()])
    agreed_how = _spoken(SPOKEN, _("How did they agree to your note?"))
    agreed_words = TextAreaField(
        _("What you asked, and they said yes to"),
        filters=[lines],
        validators=[
            DataRequired(_("Write down what you asked.")),
            Fits(LONGEST_WORDING),
        ],
    )

    def offer(self, themes: Sequence[Theme], language: str) -> None:
        """The themes to choose from; and the usual words of a question, to be changed."""
        self.themes.choices = [SelectChoice(each.id, each.label_in(language)) for each in themes]
        if not self.is_submitted():
            self.agreed_words.data = gettext(
                "I will write down what you tell me. Only the librarians see it, until you say "
                "yes yourself. If you say no, it is deleted. Is that all right?"
            )

    def said(self) -> Said:
        return Said(
            own_words=self.own_words.data,
            kind=SkillKind(self.kind.data),
            theme_ids=self.themes.data or (),
            agreed_how=Agreed(self.agreed_how.data),
            agreed_words=self.agreed_words.data,
            once=self.once_only,
        )


class NoteNewcomerForm(NoteForm):
    """The same of somebody whom the library does not know yet."""

    first_name = StringField(
        _("First name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a first name.")),
            Fits(80),
        ],
    )
    phone = TelField(_("Phone"), filters=[line], validators=[Optional(), Fits(40)])
    email = EmailField(_("E-mail address"), filters=[_address_or_none], validators=[Optional()])

    def newcomer(self, language: str) -> Newcomer:
        return Newcomer(
            first_name=self.first_name.data,
            phone=self.phone.data or "",
            email=self.email.data or "",
            language=language,
        )


class SpokenYesForm(FlaskForm):  # type: ignore[misc]
    """They said yes aloud: in which words, and where."""

    wording = StringField(
        _("What did they say?"),
        filters=[line],
        validators=[
            DataRequired(_("Write down what they said.")),
            Fits(LONGEST_WORDING),
        ],
    )
    how = _spoken((Agreed.AT_THE_DESK, Agreed.BY_PHONE), _("How did you hear it?"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The code of a slip."""

    code = StringField(
        _("Code"), filters=[line], validators=[DataRequired(_("Type the code on your slip."))]
    )
