"""The form of where work accounts are."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, URLField
from wtforms.validators import DataRequired, ValidationError

from community.single_sign_on.models import LONGEST_ISSUER, WorkProvider
from community.single_sign_on.services import ProviderDraft
from community.web.typed import Fits, line, other_program


class ProviderForm(FlaskForm):  # type: ignore[misc]
    name = StringField(
        _("What do your colleagues call it?"),
        filters=[line],
        validators=[DataRequired(_("Fill in what the button should say.")), Fits(80)],
    )
    issuer = URLField(
        _("Address of the provider (issuer)"),
        filters=[line],
        validators=[
            DataRequired(_("Fill in the address that your IT department gave you.")),
            Fits(LONGEST_ISSUER),
            other_program,
        ],
    )
    client_id = StringField(
        _("Client id"),
        filters=[line],
        validators=[DataRequired(_("Fill in the client id.")), Fits(200)],
    )
    secret = PasswordField(_("Client secret"), filters=[line], validators=[Fits(300)])

    def __init__(self, provider: WorkProvider | None) -> None:
        super().__init__(obj=provider)
        self._has_secret = provider is not None

    def validate_secret(self, field: PasswordField) -> None:
        if not field.data and not self._has_secret:
            raise ValidationError(gettext("Fill in the client secret."))

    def draft(self) -> ProviderDraft:
        return ProviderDraft(
            name=self.name.data,
            issuer=self.issuer.data,
            client_id=self.client_id.data,
            secret=self.secret.data or "",
        )
