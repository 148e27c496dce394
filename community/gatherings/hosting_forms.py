"""The one form of a gathering, and the short one for cancelling.

Names are the domain's; what follows from the kind has an empty answer, which leaves it to the kind.
Rules are the services': their findings come back by field name and stand beside the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Optional, ValidationError

from community.accounts.models import Person
from community.clock import end_of_day, from_local, local, local_day
from community.gatherings import labels
from community.gatherings.appointment_forms import (
    Near,
    WithAppointment,
    exists,
    text_field,
)
from community.gatherings.drafts import LENGTHS, GatheringDraft, Problem
from community.gatherings.kinds import (
    KIND_FACTS,
    Audience,
    CoreFunction,
    Eligibility,
    Initiator,
    Kind,
    SignUpMode,
    Visibility,
)
from community.gatherings.question_forms import WithQuestions
from community.topics.models import Theme
from community.web.formats import day_long
from community.web.i18n import sentence
from community.web.typed import Fits, line, lines

Word = TypeVar("Word", bound=StrEnum)

#: Where the findings of the rules stand in the form, when the names differ.
_BESIDE = {
    "starts_at": "day",
    "ends_at": "ends",
    "sign_up_opens_at": "opens_day",
    "sign_up_closes_at": "closes_day",
    "theme_ids": "themes",
    "questions": "question_1_label",
}


def _select(label: object, words: Mapping[Any, object], *, follows: bool = False) -> SelectField:
    choices = [SelectChoice(str(value), said) for value, said in words.items()]
    usual = [SelectChoice("", _("As usual for this kind"))] if follows else []
    return SelectField(
        label,
        choices=[*usual, *choices],
        default="" if follows else None,
        invalid_choice_message=_("Choose one from the list."),
    )


def _minutes(label: object) -> IntegerField:
    return IntegerField(label, validators=[Optional()])


class GatheringForm(WithAppointment, WithQuestions):
    kind = _select(_("What kind of activity is it?"), labels.KINDS)
    title = text_field(
        _("Title"), "title", DataRequired(_("Give it a name that says what people will do."))
    )
    summary = text_field(_("In one or two sentences"), "summary")
    text = TextAreaField(
        _("The full description"), filters=[lines], validators=[Fits(LENGTHS["text"])]
    )
    language = _select(_("Language people speak"), labels.LANGUAGES)
    themes = SelectMultipleField(_("Themes"), coerce=int)
    hosts = SelectMultipleField(_("Who is hosting?"), coerce=int)

    picture = FileField(_("Picture"))
    picture_kept = HiddenField()  #: The digest of what was uploaded before.
    picture_alt = StringField(
        _("What does the picture show?"), filters=[line], validators=[Fits(300)]
    )
    no_picture = BooleanField(_("Remove the picture"))

    set_up_minutes = _minutes(_("Minutes to set up"))
    clear_minutes = _minutes(_("Minutes to clear away"))

    sign_up_mode = _select(_("How do people take part?"), labels.SIGN_UP_MODES, follows=True)
    capacity = IntegerField(_("How many people fit?"), validators=[Optional()])
    has_waiting_list = BooleanField(_("Keep a waiting list when it is full"), default=True)
    elsewhere_url = text_field(_("Link to the other site"), "elsewhere_url")
    opens_day = DateField(_("Sign-up opens on"), validators=[Optional(), Near()])
    opens = TimeField(_("Opens at"), validators=[Optional()])
    closes_day = DateField(_("Sign-up closes on"), validators=[Optional(), Near()])
    closes = TimeField(_("Closes at"), validators=[Optional()])
    takes_children = _select(
        _("May a parent sign up children?"),
        {"ja": _("Yes, by their first names"), "nee": _("No, only the number of people")},
        follows=True,
    )
    visibility = _select(_("Who sees it?"), labels.VISIBILITIES)
    eligibility = _select(_("Who may take part?"), labels.ELIGIBILITIES)
    is_sensitive = BooleanField(_("This activity is sensitive"))

    cost = text_field(_("Cost"), "cost")
    bring = text_field(_("Bring along"), "bring")
    accessibility = text_field(_("Accessibility"), "accessibility")

    core_function = _select(_("Counts towards"), labels.CORE_FUNCTIONS, follows=True)
    audience = _select(_("For whom?"), labels.AUDIENCES, follows=True)
    open_to_non_members = _select(
        _("Who may come?"),
        {"ja": _("Non-members too"), "nee": _("Only members of the library")},
        follows=True,
    )
    initiator = _select(_("Whose idea was it?"), labels.INITIATORS)

    seen = HiddenField()  #: The revision that this form was made from.

    #: What somebody else may have changed in the meantime.
    SEEN = frozenset(
        {
            "kind", "title", "summary", "text", "language", "themes", "hosts", "day", "starts",
            "ends", "last_day", "place", "address", "online_url", "picture_alt", "sign_up_mode",
            "capacity", "has_waiting_list", "elsewhere_url", "opens_day", "opens", "closes_day",
            "closes", "visibility", "eligibility", "is_sensitive", "takes_children", "cost",
            "bring", "accessibility", "core_function", "audience", "open_to_non_members",
            "initiator", "set_up_minutes", "clear_minutes",
        }
    )  # fmt: skip

    @property
    def is_conversational(self) -> bool:
        chosen = {str(kind): facts for kind, facts in KIND_FACTS.items()}.get(self.kind.data or "")
        return chosen is not None and chosen.conversational

    def forget_errors(self) -> None:
        """Going on typing is no moment to be corrected."""
        self.form_errors.clear()
        for field in self:
            field.errors = ()

    def offer_themes(self, themes: Sequence[Theme], language: str) -> None:
        self.themes.choices = [SelectChoice(theme.id, theme.label_in(language)) for theme in themes]

    def offer_hosts(self, people: Sequence[Person]) -> None:
        self.hosts.choices = [SelectChoice(person.id, person.full_name) for person in people]

    def times_exist(self) -> bool:
        window = [(self.opens, self.opens_day), (self.closes, self.closes_day)]
        complete = all(exists(at, day.data, at.data) for at, day in window if at.data and day.data)
        return super().times_exist() and complete

    def validate_opens(self, field: TimeField) -> None:
        _needs_its_day(field, self.opens_day)

    def validate_closes(self, field: TimeField) -> None:
        _needs_its_day(field, self.closes_day)

    def show(self, draft: GatheringDraft) -> None:
        """Fill the form with what stands."""
        self.show_appointment(draft)
        for name in (
            "title", "summary", "text", "language", "elsewhere_url", "capacity",
            "has_waiting_list", "is_sensitive", "cost", "bring", "accessibility",
            "set_up_minutes", "clear_minutes",
        ):  # fmt: skip
            self[name].data = getattr(draft, name)
        for name in (
            "kind", "sign_up_mode", "visibility", "eligibility", "core_function", "audience",
            "initiator",
        ):  # fmt: skip
            self[name].data = str(getattr(draft, name) or "")
        for name in ("open_to_non_members", "takes_children"):
            said = getattr(draft, name)
            self[name].data = "" if said is None else ("ja" if said else "nee")
        self.show_questions(draft.questions)
        self.themes.data = sorted(draft.theme_ids)
        self.hosts.data = sorted(draft.host_ids)
        for at, day, moment in (
            (self.opens, self.opens_day, draft.sign_up_opens_at),
            (self.closes, self.closes_day, draft.sign_up_closes_at),
        ):
            if moment is not None:
                day.data, at.data = local(moment).date(), local(moment).time()

    def draft(self, *, minutes: int, picture_id: int | None = None) -> GatheringDraft:
        """What was filled in, as the rules take it."""
        when = self.appointment(minutes)
        open_to = self.open_to_non_members.data
        return GatheringDraft(
            kind=Kind(self.kind.data),
            title=self.title.data,
            summary=self.summary.data,
            text=self.text.data,
            language=self.language.data,
            theme_ids=frozenset(self.themes.data or ()),
            host_ids=frozenset(self.hosts.data or ()),
            picture_id=picture_id,
            starts_at=when.starts_at,
            ends_at=when.ends_at,
            mode=when.mode,
            branch_id=when.branch_id,
            room_id=when.room_id,
            address=when.address,
            online_url=when.online_url,
            set_up_minutes=self.set_up_minutes.data,
            clear_minutes=self.clear_minutes.data,
            sign_up_mode=_follows(SignUpMode, self.sign_up_mode.data),
            elsewhere_url=self.elsewhere_url.data,
            capacity=self.capacity.data,
            has_waiting_list=self.has_waiting_list.data,
            sign_up_opens_at=self._opens_at(),
            sign_up_closes_at=self._closes_at(when.starts_at),
            visibility=Visibility(self.visibility.data),
            eligibility=Eligibility(self.eligibility.data),
            is_sensitive=self.is_sensitive.data,
            questions=self.asked(),
            cost=self.cost.data,
            bring=self.bring.data,
            accessibility=self.accessibility.data,
            core_function=_follows(CoreFunction, self.core_function.data),
            audience=_follows(Audience, self.audience.data),
            initiator=Initiator(self.initiator.data),
            open_to_non_members=_yes_no(open_to),
            takes_children=_yes_no(self.takes_children.data),
        )

    def _opens_at(self) -> datetime | None:
        if self.opens_day.data is None:
            return None
        return from_local(self.opens_day.data, self.opens.data or time())

    def _closes_at(self, starts_at: datetime) -> datetime | None:
        """Without an hour: at the end of that day, or when it begins."""
        if self.closes_day.data is None:
            return None
        if self.closes.data is not None:
            return from_local(self.closes_day.data, self.closes.data)
        closes_at = end_of_day(self.closes_day.data)
        return starts_at if local_day(starts_at) == self.closes_day.data else closes_at


class CancelForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(
        _("Why is it cancelled?"),
        filters=[line],
        validators=[DataRequired(_("Say why, so that people understand.")), Fits(300)],
    )


def put_beside(form: FlaskForm, problems: Iterable[Problem]) -> None:
    """The findings of the rules, as errors of the fields they are about."""
    for problem in problems:
        said = sentence(problem)
        name = _BESIDE.get(problem.name, problem.name)
        if name in form:
            form[name].errors = [*form[name].errors, said]
        else:
            form.form_errors.append(said)


def spoken(field: Field) -> str:
    """What a field says, as a person reads it."""
    if isinstance(field, SelectField):
        return ", ".join(str(each.label) for each in field.iter_choices() if each.selected)
    if isinstance(field, BooleanField):
        return str(gettext("yes") if field.data else gettext("no"))
    if isinstance(field.data, date):
        return str(day_long(field.data))
    if isinstance(field.data, time):
        return f"{field.data:%H.%M}"
    return "" if field.data is None else str(field.data)


def _yes_no(said: str) -> bool | None:
    """Yes, no, or as it follows."""
    return said == "ja" if said else None


def _follows(kind: type[Word], value: str) -> Word | None:
    return kind(value) if value else None


def _needs_its_day(field: TimeField, day: DateField) -> None:
    if field.data is not None and day.data is None:
        raise ValidationError(gettext("Choose the day as well."))
