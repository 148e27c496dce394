"""The forms of people: coming in, and who works here."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    IntegerField,
    PasswordField,
    RadioField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length

from community.accounts import ages, passwords
from community.accounts.addresses import NO_ADDRESS, WrongAddress, folded
from community.accounts.labels import MAY, ROLES
from community.accounts.models import Role
from community.accounts.roles import LADDER
from community.clock import local_day, now
from community.web.typed import line


def address(value: str | None) -> str:
    """A filter for fields with an e-mail address: its one spelling, or what is wrong with it."""
    try:
        return folded(value or "")
    except WrongAddress as wrong:
        raise ValueError(gettext(wrong.message, **wrong.values)) from None


def _address_field() -> EmailField:
    return EmailField(
        _("Your e-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Where to mail the link."""

    email = _address_field()


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Somebody's address, typed at the desk."""

    email = EmailField(
        _("E-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Signing in with what one knows."""

    email = _address_field()
    password = PasswordField(
        _("Your password"),
        validators=[
            InputRequired(_("Fill in your password.")),
            Length(max=passwords.LONGEST, message=_("This password is too long to be correct.")),
        ],
    )


class AgainForm(FlaskForm):  # type: ignore[misc]
    """Showing once more who one is, by a code."""

    again_code = StringField(_("Your extra code, or a recovery code"), filters=[line])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField(
        _("Your new password"), validators=[InputRequired(_("Fill in a password."))]
    )


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What somebody is to this library."""

    role = RadioField(
        _("What is this person’s role here?"),
        choices=lambda: [(role.value, f"{ROLES[role]}: {MAY[role]}") for role in LADDER],
        validators=[InputRequired(_("Choose a role."))],
    )

    @property
    def chosen(self) -> Role:
        return Role(self.role.data)


class SomebodyForm(FlaskForm):  # type: ignore[misc]
    """Somebody to write to, known or not."""

    first_name = StringField(
        _("First name"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in a first name.")),
            Length(max=80, message=_("Keep it below 80 characters.")),
        ],
    )
    email = EmailField(
        _("E-mail address"), filters=[address], validators=[InputRequired(_(NO_ADDRESS))]
    )


class InvitationForm(RoleForm, SomebodyForm):
    """Somebody who is going to work here."""


class YearOfBirthForm(FlaskForm):  # type: ignore[misc]
    """Of somebody who is under 16."""

    born = IntegerField(
        _("Year of birth"), validators=[InputRequired(_("Fill in a year, such as 2013."))]
    )

    def validate_born(self, field: IntegerField) -> None:
        today = local_day(now())
        if field.data is None or not 1900 <= field.data <= today.year:
            raise ValidationError(gettext("Fill in a year, such as 2013."))
        if ages.until_of(field.data) <= today:
            raise ValidationError(gettext("Anyone born in that year is already 16."))
