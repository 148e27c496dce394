"""The forms about partners: what shape things have. What may not be is the services' to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Regexp, ValidationError

from community.accounts.addresses import folded
from community.errors import DomainError
from community.partners.amounts import cents_of, minutes_of, typed_hours, typed_money
from community.partners.domains import domain_of
from community.partners.dossier import ContactDraft, PartnerDraft
from community.partners.joining import Brought
from community.partners.kvk import kvk_of
from community.partners.labels import CONTACT_KINDS, SECTORS, STATES
from community.partners.models import (
    ContactKind,
    Partner,
    PartnerContact,
    Partnership,
    PartnerState,
    Sector,
    Settlement,
)
from community.web.formats import lazy_capital
from community.web.typed import Fits, line, lines


def line_field(label: object, most: int, *validators: object) -> StringField:
    return StringField(label, filters=[line], validators=[*validators, Fits(most)])


def _choices(words: Mapping[Any, object]) -> list[SelectChoice]:
    return [SelectChoice(str(value), lazy_capital(said)) for value, said in words.items()]


class Reads:
    """A validator: what is typed can be read, or the reader's own words stand beside the field."""

    def __init__(self, read: Callable[[str], object]) -> None:
        self.read = read

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        try:
            self.read(field.data or "")
        except DomainError as wrong:
            raise ValidationError(gettext(wrong.message, **wrong.values)) from None


def _address_or_none(typed: str) -> str:
    return folded(typed) if typed else ""


class PartnerForm(FlaskForm):  # type: ignore[misc]
    name = line_field(_("Name"), 120, DataRequired(_("Fill in what the organisation is called.")))
    sector = SelectField(
        _("Sector"),
        choices=[SelectChoice("", _("Choose one")), *_choices(SECTORS)],
        validators=[InputRequired(_("Choose the sector that fits best."))],
        invalid_choice_message=_("Choose one from the list."),
    )
    kvk = line_field(_("KvK number"), 20, Reads(kvk_of))
    domain = line_field(_("Domain of its addresses"), 300, Reads(domain_of))
    note = TextAreaField(_("Good to know"), filters=[lines], validators=[Fits(2000)])

    def show(self, partner: Partner) -> None:
        for name in ("name", "kvk", "domain", "note"):
            self[name].data = getattr(partner, name)
        self.sector.data = partner.sector.value

    def draft(self) -> PartnerDraft:
        return PartnerDraft(
            name=self.name.data,
            sector=Sector(self.sector.data),
            kvk=kvk_of(self.kvk.data),
            domain=domain_of(self.domain.data),
            note=self.note.data,
        )


class KnownPartnerForm(PartnerForm):
    """Of a partner that we have already, one may say that it rests."""

    state = RadioField(
        _("How do things stand?"),
        choices=_choices(STATES),
        default=PartnerState.ACTIVE.value,
        validators=[InputRequired(_("Choose one from the list."))],
    )

    def show(self, partner: Partner) -> None:
        super().show(partner)
        self.state.data = partner.state.value

    def draft(self) -> PartnerDraft:
        return replace(super().draft(), state=PartnerState(self.state.data))


class ContactForm(FlaskForm):  # type: ignore[misc]
    name = line_field(_("Name"), 120, DataRequired(_("Fill in a name.")))
    email = line_field(_("E-mail address"), 254, Reads(_address_or_none))
    phone = line_field(
        _("Phone"), 40, Regexp(r"^[\d\s()+/-]*$", message=_("This is not a number."))
    )
    gets_list = BooleanField(
        _("Gets the e-mail in which the partner confirms what we did together")
    )

    def show(self, contact: PartnerContact) -> None:
        for name in ("name", "email", "phone", "gets_list"):
            self[name].data = getattr(contact, name)

    def draft(self) -> ContactDraft:
        return ContactDraft(
            name=self.name.data,
            email=_address_or_none(self.email.data),
            phone=self.phone.data,
            gets_list=self.gets_list.data,
        )


class MomentForm(FlaskForm):  # type: ignore[misc]
    """We spoke."""

    on = DateField(_("Day"), validators=[InputRequired(_("Choose a day."))])
    kind = SelectField(
        _("How"),
        choices=_choices(CONTACT_KINDS),
        invalid_choice_message=_("Choose one from the list."),
    )
    about = line_field(
        _("In one line"), 200, DataRequired(_("Say in a few words what it was about."))
    )

    @property
    def chosen(self) -> ContactKind:
        return ContactKind(self.kind.data)


class GoalForm(FlaskForm):  # type: ignore[misc]
    """What both want to reach, or what became of that."""

    text = TextAreaField(
        _("In your own words"),
        filters=[lines],
        validators=[DataRequired(_("Write it down in a sentence.")), Fits(500)],
    )
    on = DateField(_("Day"), validators=[InputRequired(_("Choose a day."))])


class BroughtForm(FlaskForm):  # type: ignore[misc]
    """What a partner brings to one gathering."""

    part = line_field(_("What does the partner do?"), 120)
    hours = line_field(_("Hours of work"), 20, Reads(minutes_of))
    room = BooleanField(_("Gives a room"))
    money = line_field(_("Money, in euros"), 20, Reads(cents_of))

    def show(self, row: Partnership) -> None:
        self.part.data, self.room.data = row.part, row.room
        self.hours.data, self.money.data = typed_hours(row.minutes), typed_money(row.cents)

    def brought(self) -> Brought:
        return Brought(
            minutes=minutes_of(self.hours.data),
            room=self.room.data,
            cents=cents_of(self.money.data),
            part=self.part.data,
        )


class JoinForm(BroughtForm):
    """The same, with the choice of the partner before it."""

    partner = SelectField(
        _("Partner"),
        coerce=int,
        validators=[InputRequired(_("Choose a partner."))],
        invalid_choice_message=_("Choose one from the list."),
    )

    def offer(self, partners: list[tuple[int, str]]) -> None:
        self.partner.choices = [SelectChoice(number, name) for number, name in partners]


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why an answer from another address counts, or does not; which of the two is the button's."""

    reason = line_field(_("Why?"), 300, DataRequired(_("Say in a sentence why.")))

    @property
    def counts(self) -> bool:
        return bool(request.form.get("act") == "telt")


class SettlementForm(FlaskForm):  # type: ignore[misc]
    """What becomes of a line that the partner put right; which of the two is the button's."""

    @property
    def settlement(self) -> Settlement:
        taken_over = request.form.get("act") == "overnemen"
        return Settlement.TAKEN_OVER if taken_over else Settlement.LEFT
