"""Which part of the log somebody wants to read; filled in from the address."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, HiddenField, SelectChoice, SelectField
from wtforms.validators import Optional, Regexp, ValidationError

from community.logbook import queries
from community.logbook.happenings import Happening, Part
from community.logbook.sentences import KINDS
from community.topics import queries as topics
from community.web.formats import day_long

_FROM_THE_LIST = _("Choose one from the list.")
#: No log goes back so far; a day before it is this day, so that nobody reads month by month to it.
EARLIEST = date(1990, 1, 1)


class PartForm(FlaskForm):  # type: ignore[misc]
    class Meta:
        csrf = False

    van = DateField(_("From"), validators=[Optional()])
    tot = DateField(_("Up to and including"), validators=[Optional()])
    wat = SelectField(_("What happened"), default="", invalid_choice_message=_FROM_THE_LIST)
    thema = SelectField(_("Theme"), default="", invalid_choice_message=_FROM_THE_LIST)
    vestiging = SelectField(_("Branch"), default="", invalid_choice_message=_FROM_THE_LIST)
    partner = SelectField(_("Partner"), default="", invalid_choice_message=_FROM_THE_LIST)
    activiteit = HiddenField(validators=[Optional(), Regexp(r"^\d{1,9}$")])
    correcties = BooleanField(_("Include what was corrected or withdrawn"))

    def offer(self, session: Session, library_id: int, language: str) -> None:
        everything = SelectChoice("", gettext("Any"))
        self.wat.choices = [
            everything, *(SelectChoice(kind.value, str(said)) for kind, said in KINDS.items())
        ]  # fmt: skip
        self.thema.choices = [
            everything,
            *(
                SelectChoice(theme.slug, theme.label_in(language))
                for theme in topics.list_themes(session)
            ),
        ]
        for field, found in (
            (self.vestiging, queries.list_branches(session, library_id)),
            (self.partner, queries.list_all_partners(session, library_id)),
        ):
            field.choices = [
                everything, *(SelectChoice(str(number), name) for number, name in found)
            ]  # fmt: skip

    def validate_tot(self, field: DateField) -> None:
        if self.van.data and field.data and field.data < self.van.data:
            raise ValidationError(gettext("This is before the first day."))

    @property
    def chosen(self) -> list[str]:
        """What was chosen, in the words of the lists."""
        fields = (self.wat, self.thema, self.vestiging, self.partner)
        said = [
            str(each.label)
            for field in fields
            for each in field.choices
            if each.value and each.value == field.data
        ]
        return said + [day_long(day) for day in (self.van.data, self.tot.data) if day]

    def part(self) -> Part:
        return Part(
            first=possible(self.van.data) if self.van.data else None,
            last=possible(self.tot.data) if self.tot.data else None,
            kind=Happening(self.wat.data) if self.wat.data else None,
            theme=self.thema.data or "",
            branch_id=int(self.vestiging.data) if self.vestiging.data else None,
            partner_id=int(self.partner.data) if self.partner.data else None,
            gathering_id=int(self.activiteit.data) if self.activiteit.data else None,
            corrections=self.correcties.data,
        )


def possible(day: date) -> date:
    return max(day, EARLIEST)


def part_asked_for(session: Session, library_id: int) -> Part:
    """What the address asks for; the whole when it cannot be read."""
    form = PartForm(request.args)
    form.offer(session, library_id, "nl")
    return form.part() if form.validate() else Part()


def address_of(part: Part) -> dict[str, str]:
    """The same part as an address says it."""
    said = {
        "van": part.first.isoformat() if part.first else "",
        "tot": part.last.isoformat() if part.last else "",
        "wat": part.kind.value if part.kind else "",
        "thema": part.theme,
        "vestiging": str(part.branch_id or ""),
        "partner": str(part.partner_id or ""),
        "activiteit": str(part.gathering_id or ""),
        "correcties": "y" if part.corrections else "",
    }
    return {name: value for name, value in said.items() if value}
