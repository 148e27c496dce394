"""The part of every sign-up form that asks what this gathering asks, and what somebody needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from community.gatherings.models import LARGEST_PARTY, Gathering
from community.gatherings.questions import (
    LARGEST_NUMBER,
    LONGEST_ANSWER,
    LONGEST_SHORT_ANSWER,
    Question,
    QuestionKind,
)
from community.gatherings.replies import Replies
from community.gatherings.reply_models import LONGEST_NAME, LONGEST_NEED
from community.gatherings.reply_queries import Said
from community.web.typed import line, lines

Form = TypeVar("Form", bound="WithReplies")

_TOO_LONG = _("Keep your answer below %(max)d characters.")
_ANSWER_THIS = _("Answer this question.")


class WithReplies(FlaskForm):  # type: ignore[misc]
    """What every form of signing up asks; `asking` adds the questions of one gathering."""

    access_need = TextAreaField(
        _("Do you need anything to be able to take part?"),
        description=_(
            "For example a hearing loop, or a place near the door. Only your host reads it; it "
            "is deleted the day after."
        ),
        filters=[lines],
        validators=[Optional(), Length(max=LONGEST_NEED, message=_TOO_LONG)],
    )

    questions: ClassVar[tuple[Question, ...]] = ()

    @property
    def names_children(self) -> bool:
        return "children" in self

    @property
    def size(self) -> int:
        """How many people come. Who brings children does not count them again."""
        if self.names_children:
            return len(named(self.children)) + int(self.adults.data)
        return int(self.party_size.data)

    def asked(self) -> Iterator[tuple[Question, Field]]:
        """The questions with their fields, in order."""
        for number, question in enumerate(self.questions, start=1):
            yield question, self[_name(number)]

    def replies(self) -> Replies:
        return Replies(
            answers={question.label: _value(field) for question, field in self.asked()},
            access_need=self.access_need.data or "",
            children=named(self.children) if self.names_children else (),
        )

    def show_replies(self, said: Said) -> None:
        """Fill in what was answered before, as far as it still fits what is asked."""
        self.access_need.data = said.access_need
        for question, field in self.asked():
            if value := said.by_question.get(question.label):
                field.data = _data(question, value)


def asking(form: type[Form], gathering: Gathering, *, who_comes: bool = True) -> type[Form]:
    """The form with what this gathering asks; the form itself when it asks nothing."""
    with_children = who_comes and gathering.names_children
    if not gathering.questions and not with_children:
        return form
    fields: dict[str, Any] = {
        _name(number): _FIELDS[question.kind](question)
        for number, question in enumerate(gathering.questions, start=1)
    }
    if with_children:
        fields |= {"children": children_field(), "adults": adults_field()}
    return type(form.__name__, (form,), {**fields, "questions": gathering.questions})


def _name(number: int) -> str:
    return f"answer_{number}"


# ─── children ───


class FitsTheParty:
    """Names that can be kept, of no more people together than a party has, and of somebody."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        names = named(field)
        together = len(names) + int(form.adults.data or 0)
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(gettext("Keep a name below 80 characters."))
        if together > LARGEST_PARTY:
            raise ValidationError(
                gettext(
                    "At most %(most)s people together. Are there more of you? Call us first.",
                    most=LARGEST_PARTY,
                )
            )
        if not together:
            raise ValidationError(gettext("Fill in who is coming."))


def children_field() -> TextAreaField:
    return TextAreaField(
        _("First names of the children"), filters=[lines], validators=[FitsTheParty()]
    )


def adults_field() -> SelectField:
    return SelectField(_("How many adults are coming along?"), choices=_adults, default="1")


def named(field: Field) -> tuple[str, ...]:
    """One name a line; who writes commas means the same."""
    return tuple(filter(None, map(str.strip, re.split(r"[\n,;]", field.data or ""))))


def _adults() -> list[SelectChoice]:
    none = SelectChoice("0", gettext("None: the children come by themselves"))
    some = [
        SelectChoice(str(number), ngettext("%(num)d adult", "%(num)d adults", number))
        for number in range(1, LARGEST_PARTY + 1)
    ]
    return [none, *some]


# ─── questions ───


def _short(question: Question) -> StringField:
    fits = Length(max=LONGEST_SHORT_ANSWER, message=_TOO_LONG)
    return StringField(validators=[_must(question), fits], filters=[line], **_words(question))


def _long(question: Question) -> TextAreaField:
    fits = Length(max=LONGEST_ANSWER, message=_TOO_LONG)
    return TextAreaField(validators=[_must(question), fits], filters=[lines], **_words(question))


def _number(question: Question) -> IntegerField:
    sane = NumberRange(
        0, LARGEST_NUMBER, _("Choose a number from 0 to %(most)s.", most=LARGEST_NUMBER)
    )
    return IntegerField(validators=[_must(question), sane], **_words(question))


def _choice(question: Question) -> RadioField:
    return _one_of(question, [SelectChoice(option, option) for option in question.options])


def _yes_no(question: Question) -> RadioField:
    return _one_of(question, [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))])


def _one_of(question: Question, choices: list[SelectChoice]) -> RadioField:
    """A radio button that is pressed cannot be let go: who need not answer can say so."""
    if not question.required:
        choices = [*choices, SelectChoice("", _("No answer"))]
    validators = [_must(question)] if question.required else []
    return RadioField(choices=choices, default="", validators=validators, **_words(question))


def _several(question: Question) -> SelectMultipleField:
    choices = [SelectChoice(option, option) for option in question.options]
    return SelectMultipleField(choices=choices, validators=[_must(question)], **_words(question))


_FIELDS: dict[QuestionKind, Callable[[Question], Any]] = {
    QuestionKind.SHORT: _short,
    QuestionKind.LONG: _long,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SEVERAL: _several,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
    QuestionKind.BRINGS: _short,
    QuestionKind.WANTS: _short,
}


def _must(question: Question) -> InputRequired | Optional:
    return InputRequired(_ANSWER_THIS) if question.required else Optional()


def _words(question: Question) -> dict[str, str]:
    return {"label": question.label, "description": question.hint}


def _value(field: Field) -> str:
    if isinstance(field.data, list):
        return "\n".join(field.data)
    return "" if field.data is None else str(field.data)


def _data(question: Question, value: str) -> object:
    if question.kind is QuestionKind.SEVERAL:
        return value.split("\n")
    if question.kind is QuestionKind.NUMBER:
        return int(value)
    return value


def spoken_answer(kind: QuestionKind, value: str) -> str:
    """An answer as a person reads it."""
    if kind is QuestionKind.YES_NO:
        return str(gettext("yes") if value == "yes" else gettext("no"))
    if kind is QuestionKind.SEVERAL:
        return value.replace("\n", ", ")
    return value
