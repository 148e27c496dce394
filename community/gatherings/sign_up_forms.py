"""The forms of signing up."""

from __future__ import annotations

from functools import cache
from secrets import token_hex

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from community.accounts.addresses import NO_ADDRESS
from community.accounts.agreed import MAY_INVITE
from community.accounts.forms import address
from community.gatherings.models import LARGEST_PARTY
from community.gatherings.reply_forms import WithReplies, adults_field, children_field, named
from community.gatherings.sign_ups import Answers
from community.web.i18n import language
from community.web.typed import line, lines

MOST_OF_A_NAME = 80
MOST_OF_A_QUESTION = 500
MOST_OF_A_PHONE = 40

_TOO_LONG_A_NAME = _("Keep your name below 80 characters.")


def address_or_nothing(value: str | None) -> str | None:
    """A filter: the one spelling of an address, or nothing when nothing was typed."""
    return address(value) if value and value.strip() else None


def party_sizes() -> list[SelectChoice]:
    return _party_sizes(language())


@cache
def _party_sizes(_language: str) -> list[SelectChoice]:
    alone = SelectChoice("1", gettext("Just me"))
    together = [
        SelectChoice(str(size), gettext("%(num)d people, including me", num=size))
        for size in range(2, LARGEST_PARTY + 1)
    ]
    return [alone, *together]


def _party_field() -> SelectField:
    return SelectField(
        _("How many people are coming?"), choices=party_sizes, default="1", coerce=str
    )


def _question_field() -> TextAreaField:
    return TextAreaField(
        _("What question would you like to bring?"),
        filters=[lines],
        validators=[
            Optional(),
            Length(
                max=MOST_OF_A_QUESTION,
                message=_("Keep your question below %(max)d characters."),
            ),
        ],
    )


class OneButtonForm(WithReplies):
    """For who has an account: nothing has to be filled in, something may be."""

    question = _question_field()
    party_size = _party_field()
    invitation = HiddenField(name="uitnodiging")

    def answers(self) -> Answers:
        return {
            "question": self.question.data or "",
            "party_size": self.size,
            "replies": self.replies(),
        }


class SignUpForm(OneButtonForm):
    """For who has none: three fields."""

    first_name = StringField(
        _("Your first name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in your first name.")),
            Length(max=MOST_OF_A_NAME, message=_TOO_LONG_A_NAME),
        ],
    )
    email = EmailField(
        _("Your e-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )
    may_invite = RadioField(
        _(MAY_INVITE.words),
        choices=[
            SelectChoice("yes", _("Yes, you may")),
            SelectChoice("no", _("No, rather not")),
        ],
        default="no",
        validate_choice=False,
        validators=[AnyOf(("yes", "no"), _("Choose yes or no."))],
    )

    def answers(self) -> Answers:
        return {**super().answers(), "may_invite": self.may_invite.data == "yes"}


class DiscreetForm(OneButtonForm):
    """For a sensitive gathering: a first name or a code is enough."""

    first_name = StringField(
        _("Your first name, or a code"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a first name or a code.")),
            Length(max=MOST_OF_A_NAME, message=_TOO_LONG_A_NAME),
        ],
    )
    email = EmailField(_("Your e-mail address"), filters=[address_or_nothing])
    #: The same form sent twice is one sign-up, also of who leaves no address.
    once = HiddenField(default=lambda: token_hex(16))


class PartyForm(FlaskForm):  # type: ignore[misc]
    party_size = _party_field()

    children: tuple[str, ...] | None = None  #: Not asked.

    @property
    def beside(self) -> Field:
        """Where it says that there is no room."""
        return self.party_size

    @property
    def size(self) -> int:
        return int(self.party_size.data)


class FamilyForm(FlaskForm):  # type: ignore[misc]
    """Who comes, where parents sign up children."""

    names = children_field()
    adults = adults_field()

    @property
    def beside(self) -> Field:
        return self.names

    @property
    def children(self) -> tuple[str, ...]:
        return named(self.names)

    @property
    def size(self) -> int:
        return len(self.children) + int(self.adults.data)


class GuestForm(WithReplies):
    """Somebody at the counter or on the telephone, signed up by the desk."""

    first_name = StringField(
        _("First name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a first name.")),
            Length(max=MOST_OF_A_NAME, message=_("Keep it below 80 characters.")),
        ],
    )
    email = EmailField(_("E-mail address"), filters=[address_or_nothing])
    phone = StringField(
        _("Phone number"),
        filters=[line],
        validators=[
            Length(max=MOST_OF_A_PHONE, message=_("This number is too long to be correct."))
        ],
    )
    question = _question_field()
    party_size = _party_field()
    may_invite = RadioField(
        _("May the library invite this person later?"),
        choices=[
            SelectChoice("", _("Not asked")),
            SelectChoice("yes", _("Yes, they may")),
            SelectChoice("no", _("No, rather not")),
        ],
        default="",
    )
    once = HiddenField(default=lambda: token_hex(16))

    def answers(self) -> Answers:
        answers: Answers = {
            "question": self.question.data or "",
            "party_size": self.size,
            "replies": self.replies(),
        }
        if self.may_invite.data:
            answers["may_invite"] = self.may_invite.data == "yes"
        return answers


class KnownGuestForm(WithReplies):
    """Somebody whom the library knows, at an activity that asks something."""

    party_size = _party_field()

    def answers(self) -> Answers:
        return {"party_size": self.size, "replies": self.replies()}


class ReplyForm(WithReplies):
    """What one answers, on one's own page."""


class MoveGuestForm(FlaskForm):  # type: ignore[misc]
    """To which other gathering."""

    to = SelectField(_("To which activity?"), coerce=int)
