"""What a librarian says about a round, whom she invites, and one page of the questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from community.accounts.addresses import WrongAddress, folded
from community.accounts.models import Membership
from community.self_assessment import labels
from community.self_assessment.drafts import ANSWERS, LONGEST, Draft, Said
from community.self_assessment.groups import FunctionGroup
from community.self_assessment.inviting import MOST_SLIPS
from community.self_assessment.questionnaire import Block
from community.self_assessment.rounds import Plan
from community.web.formats import lazy_capital
from community.web.typed import Fits, line, lines

#: As many addresses as may be pasted in one go.
MOST_PASTED = 300


class DayForm(FlaskForm):  # type: ignore[misc]
    closes_on = DateField(_("Last day to answer"), validators=[DataRequired(_("Choose a day."))])


class RoundForm(DayForm):
    name = StringField(
        _("Name"),
        description=_("For example ‘Autumn 2026’. It is shown above the questions."),
        filters=[line],
        validators=[DataRequired(_("Give the round a name.")), Length(max=80)],
    )
    introduction = TextAreaField(
        _("A word of introduction"),
        description=_("It is in the e-mail and above the questions."),
        filters=[lines],
        validators=[Optional(), Length(max=1_000)],
    )

    def plan(self) -> Plan:
        return Plan(self.name.data, self.closes_on.data, self.introduction.data or "")


def _group_field() -> RadioField:
    return RadioField(
        _("Which group are they?"),
        choices=[
            SelectChoice(one.value, lazy_capital(said)) for one, said in labels.GROUPS.items()
        ],
        # A validator would make it `required`, and a browser colours that red before one begins.
        invalid_choice_message=_("Choose a group."),
    )


class InviteForm(FlaskForm):  # type: ignore[misc]
    group = _group_field()
    staff = SelectMultipleField(
        _("From the people who work here"), coerce=int, choices=[], validators=[Optional()]
    )
    addresses = TextAreaField(
        _("E-mail addresses"),
        description=_("One on each line, or separated by commas. You can paste a whole list."),
        filters=[lines],
        validators=[Length(max=30_000)],
    )

    def offer(self, staff: Iterable[Membership]) -> None:
        """Who can be ticked: everybody who works here and has an address."""
        self._by_id = {each.person_id: each.person for each in staff if each.person.email}
        self.staff.choices = [
            SelectChoice(person.id, person.full_name) for person in self._by_id.values()
        ]

    def validate_addresses(self, field: TextAreaField) -> None:
        typed = self._typed()
        wrong = [each for each in typed if _folded(each) is None]
        if wrong:
            few = ", ".join(wrong[:3])
            raise ValidationError(gettext("This is not an e-mail address: %(typed)s", typed=few))
        if len(typed) > MOST_PASTED:
            raise ValidationError(gettext("At most %(most)s in one go.", most=MOST_PASTED))
        if not typed and not self.staff.data:
            raise ValidationError(gettext("Fill in an address, or tick somebody who works here."))

    def emails(self) -> list[str]:
        ticked = [self._by_id[each].email or "" for each in self.staff.data or []]
        return [*ticked, *(_folded(each) or "" for each in self._typed())]

    def function_group(self) -> FunctionGroup:
        return FunctionGroup(self.group.data)

    def _typed(self) -> list[str]:
        return (self.addresses.data or "").replace(",", " ").replace(";", " ").split()


class SlipsForm(FlaskForm):  # type: ignore[misc]
    group = _group_field()
    number = IntegerField(
        _("How many slips?"),
        validators=[
            NumberRange(
                1, MOST_SLIPS,
                message=_("Choose a number from 1 to %(most)s.", most=MOST_SLIPS),
            )
        ],
        default=16,
    )  # fmt: skip

    def function_group(self) -> FunctionGroup:
        return FunctionGroup(self.group.data)


class PageForm(FlaskForm):  # type: ignore[misc]
    """One block of statements; its fields are made by `page_form`."""

    numbers: range

    def pairs(self) -> list[tuple[RadioField, StringField]]:
        return [(self[f"step_{n}"], self[f"shows_{n}"]) for n in self.numbers]

    def said(self) -> Said:
        return Said(
            {n: self[f"step_{n}"].data for n in self.numbers},
            {n: self[f"shows_{n}"].data or "" for n in self.numbers},
        )


def page_form(block: Block, numbers: range, draft: Draft) -> PageForm:
    """The form of one block, with what was filled in before."""
    fields: dict[str, Any] = {"numbers": numbers}
    for number, statement in zip(numbers, block.statements, strict=True):
        fields[f"step_{number}"] = RadioField(
            statement,
            choices=[SelectChoice(step, labels.ANSWERS[step]) for step in ANSWERS],
            coerce=int,
            validators=[Optional()],
        )
        fields[f"shows_{number}"] = StringField(
            _("How can you tell?"),
            filters=[line],
            validators=[Fits(LONGEST)],
        )
    kind: type[PageForm] = type("PageForm", (PageForm,), fields)
    # What is sent replaces all of it: a radio button that is not on is not as it was before.
    return kind(data={} if request.method == "POST" else _filled(numbers, draft))


def _filled(numbers: range, draft: Draft) -> Mapping[str, object]:
    answers = {f"step_{n}": draft.answers.get(n) for n in numbers}
    return {**answers, **{f"shows_{n}": draft.evidence.get(n, "") for n in numbers}}


def _folded(typed: str) -> str | None:
    try:
        return folded(typed)
    except WrongAddress:
        return None
