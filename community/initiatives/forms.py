"""Whose idea it was, and what they said."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community.accounts.addresses import folded
from community.gatherings.kinds import Initiator
from community.gatherings.labels import INITIATORS
from community.initiatives.labels import HEARD, PROOFS
from community.initiatives.models import Proof
from community.initiatives.services import Who
from community.partners.forms import Reads, line_field
from community.web.formats import lazy_capital


def _address_or_none(typed: str) -> str:
    return folded(typed) if typed else ""


def _one_of(label: object) -> SelectField:
    return SelectField(
        label, coerce=int, default=0, invalid_choice_message=_("Choose one from the list.")
    )


class WhoForm(FlaskForm):  # type: ignore[misc]
    """One of four; of each only its own field is looked at."""

    kind = RadioField(
        _("Whose idea was it?"),
        choices=[SelectChoice(one.value, said) for one, said in INITIATORS.items()],
        validators=[InputRequired(_("Choose one from the list."))],
    )
    name = line_field(_("First name"), 80)
    email = line_field(_("E-mail address"), 254, Reads(_address_or_none))
    group = _one_of(_("Group"))
    partner = _one_of(_("Partner"))

    def offer(self, groups: Iterable[tuple[int, str]], partners: Iterable[tuple[int, str]]) -> None:
        nobody = SelectChoice(0, _("Choose one"))
        self.group.choices = [nobody, *(SelectChoice(*one) for one in groups)]
        self.partner.choices = [nobody, *(SelectChoice(*one) for one in partners)]

    def validate_group(self, field: SelectField) -> None:
        if self.kind.data == Initiator.GROUP and not field.data:
            raise ValidationError(str(_("Choose a group.")))

    def validate_partner(self, field: SelectField) -> None:
        if self.kind.data == Initiator.PARTNER and not field.data:
            raise ValidationError(str(_("Choose a partner.")))

    def who(self) -> Who:
        kind = Initiator(self.kind.data)
        resident = kind is Initiator.RESIDENT
        return Who(
            kind=kind,
            name=self.name.data if resident else "",
            email=_address_or_none(self.email.data) if resident else "",
            group_id=self.group.data if kind is Initiator.GROUP else None,
            partner_id=self.partner.data if kind is Initiator.PARTNER else None,
        )


class NamedWhoForm(WhoForm):
    """Where people are kept, a resident has a name."""

    def validate_name(self, field: object) -> None:
        if self.kind.data == Initiator.RESIDENT and not self.name.data:
            raise ValidationError(str(_("Fill in a first name.")))


class SpokenYesForm(FlaskForm):  # type: ignore[misc]
    proof = RadioField(
        _("How did they say it?"),
        choices=[SelectChoice(one.value, lazy_capital(PROOFS[one])) for one in HEARD],
        default=Proof.COUNTER.value,
        validators=[InputRequired(_("Choose one from the list."))],
    )
    wording = line_field(
        _("What did they say?"), 300, DataRequired(_("Write down what they said."))
    )
