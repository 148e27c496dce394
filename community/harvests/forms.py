"""The forms of a harvest."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from community.conversations.labels import KINDS
from community.conversations.models import LONGEST, Kind
from community.harvests.models import (
    LONGEST_HEADING,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    LONGEST_WHY,
)
from community.web.addresses import row_id
from community.web.typed import Fits, line, lines

_WRITE = DataRequired(_("Write something first."))
_FITS = Length(max=LONGEST, message=_("Keep it below 1,500 characters."))
_SHORT = Length(max=LONGEST_WHY, message=_("Keep it below 300 characters."))
_KINDS = [SelectChoice(kind.value, label) for kind, label in KINDS.items()]


class SeenForm(FlaskForm):  # type: ignore[misc]
    """Carries how the harvest was when somebody looked."""

    seen = HiddenField()

    @property
    def version(self) -> int:
        return row_id(self.seen.data) or 0


class DescribeForm(SeenForm):
    title = StringField(
        _("What it is about"),
        filters=[line],
        validators=[DataRequired(_("Write something first.")), Fits(LONGEST_TITLE)],
    )
    summary = TextAreaField(
        _("In two sentences"),
        filters=[lines],
        validators=[Length(max=LONGEST_SUMMARY, message=_("Keep it below 600 characters."))],
    )


class ItemForm(SeenForm):
    kind = SelectField(_("What is it?"), choices=_KINDS, default=Kind.INSIGHT.value)
    text = TextAreaField(_("The words"), filters=[lines], validators=[_WRITE, _FITS])

    @property
    def what(self) -> Kind:
        return Kind(self.kind.data)


class ChosenForm(SeenForm):
    """Ticked items, and what to do with them."""

    theme = SelectField(_("Put them under a theme"), validate_choice=False)
    heading = StringField(
        _("Or under words of your own"), filters=[line], validators=[Fits(LONGEST_HEADING)]
    )


class WhyForm(SeenForm):
    why = StringField(_("Why?"), filters=[line], validators=[_WRITE, _SHORT])


class MaybeWhyForm(SeenForm):
    why = StringField(_("Why earlier?"), filters=[line], validators=[Fits(LONGEST_WHY)])


class AnswerForm(SeenForm):
    answer = StringField(_("What you did with it"), filters=[line], validators=[_WRITE, _SHORT])
    remove = BooleanField(_("And remove the words"))


class NameForm(SeenForm):
    """Whose words, and what would stand under them."""

    sign_up = RadioField(_("Who said this?"), validators=[InputRequired(_("Choose who said it."))])
    name = StringField(
        _("What would appear under it"),
        filters=[line],
        validators=[DataRequired(_("Write the name.")), Fits(LONGEST_NAME)],
    )
    how = StringField(
        _("If they have already said yes: to whom, and in which words?"),
        filters=[line],
        validators=[Fits(LONGEST_WHY)],
    )


class CorrectForm(FlaskForm):  # type: ignore[misc]
    """Somebody who was there wants something otherwise."""

    item = HiddenField()
    text = TextAreaField(_("What is not right?"), filters=[lines], validators=[_WRITE, _FITS])
