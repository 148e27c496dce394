"""The form of a note: what happened, where, with whom, about what."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectChoice,
    SelectField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Regexp

from community.logbook import queries
from community.logbook.labels import PLACES, TRACES
from community.logbook.models import MOST_OF_A_NOTE, NoteDraft, Place
from community.logbook.persons import Trace, traces_in
from community.topics import queries as topics
from community.web.typed import Fits, lines

#: A theme that is none of ours: chosen, not skipped.
NO_THEME = "0"
_FROM_THE_LIST = _("Choose one from the list.")


class NoteForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(
        _("What happened?"),
        filters=[lines],
        validators=[
            DataRequired(_("Write down in a sentence what happened.")),
            Fits(MOST_OF_A_NOTE),
        ],
    )
    sure = BooleanField(_("There is no person in it: save it as it is"))
    where = SelectField(
        _("Where?"),
        validators=[InputRequired(_FROM_THE_LIST)],
        invalid_choice_message=_FROM_THE_LIST,
    )
    theme = SelectField(
        _("About what?"),
        validators=[InputRequired(_("Choose what it was about."))],
        invalid_choice_message=_FROM_THE_LIST,
    )
    company = SelectField(_("Group or partner"), invalid_choice_message=_FROM_THE_LIST)
    is_contact = BooleanField(_("It was a contact: add it to the partner’s file too"))
    on = DateField(_("When?"), validators=[InputRequired(_("Choose a day."))])
    key = HiddenField(default=lambda: token_hex(16), validators=[Regexp(r"^[0-9a-f]{32}$")])

    def offer(
        self,
        session: Session,
        library_id: int,
        language: str,
        *,
        at_desk: bool,
        keeps: NoteDraft | None = None,
    ) -> None:
        """What this library has to choose from; `at_desk`: for who sees all its groups.

        `keeps`: what the note names already, also when it is offered to nobody any more.
        """
        self.where.choices = [
            *_counters(queries.list_branches(session, library_id)),
            *(
                SelectChoice(place.value, str(said), optgroup=gettext("Outside"))
                for place, said in PLACES.items()
                if place is not Place.COUNTER
            ),
        ]
        self.theme.choices = [
            SelectChoice("", gettext("Choose one")),
            *(
                SelectChoice(str(theme.id), theme.label_in(language))
                for theme in topics.list_themes(session)
            ),
            SelectChoice(NO_THEME, gettext("Something else")),
        ]
        groups = queries.list_groups(
            session, library_id, at_desk=at_desk, also=keeps.group_id if keeps else None
        )
        partners = queries.list_partners(
            session, library_id, also=keeps.partner_id if keeps else None
        )
        self.company.choices = [
            SelectChoice("", gettext("None of these")),
            *_named("group", groups, gettext("Groups")),
            *_named("partner", partners, gettext("Partners")),
        ]

    def show(self, draft: NoteDraft) -> None:
        self.text.data, self.on.data = draft.text, draft.on
        self.show_place(draft)
        self.theme.data = str(draft.theme_id or NO_THEME)
        if draft.group_id or draft.partner_id:
            kind = "group" if draft.group_id else "partner"
            self.company.data = f"{kind}-{draft.group_id or draft.partner_id}"

    def show_place(self, draft: NoteDraft) -> None:
        self.where.data = f"{draft.place}-{draft.branch_id}" if draft.branch_id else draft.place

    def validate(self, extra_validators: Any = None) -> bool:
        """A person in the text is asked about once; a contact is one with a partner."""
        good = bool(super().validate(extra_validators))
        if not self.sure.data and (found := self._traces()):
            self.text.errors = [
                *self.text.errors, *(str(TRACES[trace]) for trace in found),
            ]  # fmt: skip
            good = False
        if self.is_contact.data and not (self.company.data or "").startswith("partner-"):
            self.is_contact.errors = [gettext("Choose above which partner it was.")]
            good = False
        return good

    @property
    def asks_about_a_person(self) -> bool:
        return bool(self._traces())

    def _traces(self) -> list[Trace]:
        """Of a text that may be kept: in one of megabytes, looking takes hours."""
        text = self.text.data or ""
        return traces_in(text) if len(text) <= MOST_OF_A_NOTE else []

    def draft(self) -> NoteDraft:
        place, _dash, branch = self.where.data.partition("-")
        kind, _dash, number = (self.company.data or "").partition("-")
        return NoteDraft(
            text=self.text.data,
            on=self.on.data,
            place=Place(place),
            branch_id=int(branch) if branch else None,
            group_id=int(number) if kind == "group" else None,
            partner_id=int(number) if kind == "partner" else None,
            theme_id=int(self.theme.data) or None,
            is_contact=self.is_contact.data,
        )


def _counters(branches: list[tuple[int, str]]) -> list[SelectChoice]:
    """Each branch; a library that has none has one counter all the same."""
    inside, counter = gettext("In the library"), Place.COUNTER.value
    if not branches:
        return [SelectChoice(counter, str(PLACES[Place.COUNTER]), optgroup=inside)]
    return [
        SelectChoice(
            f"{counter}-{number}", gettext("At the counter in %(place)s", place=place),
            optgroup=inside,
        )
        for number, place in branches
    ]  # fmt: skip


def _named(kind: str, found: list[tuple[int, str]], what: str) -> list[SelectChoice]:
    return [SelectChoice(f"{kind}-{number}", name, optgroup=what) for number, name in found]
