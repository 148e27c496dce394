"""The forms of formats."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from community.formats.content import (
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_QUESTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MINUTES,
    MOST_ROUNDS,
    MOST_SEATS,
    Content,
    Round,
)
from community.gatherings import labels
from community.web.typed import Fits, line, lines


def _between(least: int, most: int) -> NumberRange:
    message = _("Choose a number from %(least)s to %(most)s.", least=least, most=most)
    return NumberRange(least, most, message=message)


def _minutes(label: object, least: int = 0) -> IntegerField:
    return IntegerField(
        label,
        validators=[InputRequired(_("Fill in a number.")), _between(least, MOST_MINUTES)],
    )


def _text(label: object) -> TextAreaField:
    return TextAreaField(label, filters=[lines], validators=[Fits(LONGEST_TEXT)])


class RoundForm(Form):  # type: ignore[misc]
    """One round; a row without anything in it is no round."""

    title = StringField(_("What is this round called?"), filters=[line],
                        validators=[Fits(LONGEST_TITLE)])  # fmt: skip
    question = StringField(_("Which question is on the table?"), filters=[line],
                           validators=[Fits(LONGEST_QUESTION)])  # fmt: skip
    minutes = IntegerField(_("Minutes"), validators=[Optional(), _between(1, MOST_MINUTES)])

    @property
    def is_empty(self) -> bool:
        return not (self.title.data or self.question.data or self.minutes.data)


class FormatForm(FlaskForm):  # type: ignore[misc]
    """Everything about a format."""

    name = StringField(
        _("Name"),
        filters=[line],
        validators=[DataRequired(_("Give the format a name.")), Fits(LONGEST_NAME)],
    )
    language = SelectField(
        _("Language of these words"),
        choices=[SelectChoice(code, said) for code, said in labels.LANGUAGES.items()],
        invalid_choice_message=_("Choose one from the list."),
    )
    purpose = TextAreaField(
        _("What is it good for?"), filters=[lines], validators=[Fits(LONGEST_PURPOSE)]
    )
    how = _text(_("How does it work?"))
    tip = _text(_("What should a host at a table know?"))
    opening = _minutes(_("Minutes for the opening"))
    rounds = FieldList(FormField(RoundForm), max_entries=MOST_ROUNDS)
    closing = _minutes(_("Minutes for the closing"))
    least = IntegerField(_("People at a table, at least"), validators=[
        InputRequired(_("Fill in a number.")), _between(2, MOST_SEATS)])  # fmt: skip
    most = IntegerField(_("People at a table, at most"), validators=[
        InputRequired(_("Fill in a number.")), _between(2, MOST_SEATS)])  # fmt: skip
    has_hosts = BooleanField(_("There is a host at every table"))
    hosts_stay = BooleanField(_("The host stays when others move on"))
    mixes = BooleanField(_("People change tables after every round"))

    def show(self, content: Content, language: str) -> None:
        """Fill the form with what stands, and room for two more rounds."""
        for name in (
            "name", "purpose", "how", "tip", "opening", "closing", "least", "most",
            "has_hosts", "hosts_stay", "mixes",
        ):  # fmt: skip
            self[name].data = getattr(content, name)
        self.language.data = language
        while self.rounds.entries:
            self.rounds.pop_entry()
        for each in content.rounds:
            self.rounds.append_entry(
                {"title": each.title, "question": each.question, "minutes": each.minutes}
            )
        self.make_room()

    def make_room(self) -> None:
        """Two empty rounds at the end, as far as there is room."""
        empty = sum(entry.form.is_empty for entry in self.rounds)
        for _more in range(min(2 - empty, MOST_ROUNDS - len(self.rounds.entries))):
            self.rounds.append_entry()

    def validate(self, extra_validators: object = None) -> bool:
        right = bool(super().validate(extra_validators))
        return all([right, self._rounds_are_whole(), self._table_is_right()])

    def content(self) -> Content:
        return Content(
            name=self.name.data,
            purpose=self.purpose.data,
            how=self.how.data,
            tip=self.tip.data,
            opening=self.opening.data,
            closing=self.closing.data,
            least=self.least.data,
            most=self.most.data,
            has_hosts=self.has_hosts.data,
            hosts_stay=self.has_hosts.data and self.hosts_stay.data,
            mixes=self.mixes.data,
            rounds=tuple(
                Round(each.title.data, each.question.data or "", each.minutes.data)
                for each in self._said()
            ),
        )

    def _said(self) -> Sequence[RoundForm]:
        return [entry.form for entry in self.rounds if not entry.form.is_empty]

    def _rounds_are_whole(self) -> bool:
        """Every round has a name and minutes, and there is one."""
        said = self._said()
        if not said and self.rounds.entries:
            first = self.rounds.entries[0].form.title
            first.errors = [gettext("There is at least one round.")]
        for each in said:
            if not each.title.data:
                each.title.errors = [*each.title.errors, gettext("Give this round a name.")]
            if not each.minutes.data and not each.minutes.errors:
                each.minutes.errors = [gettext("Say how many minutes it takes.")]
        return bool(said) and not any(each.title.errors or each.minutes.errors for each in said)

    def _table_is_right(self) -> bool:
        least, most = self.least.data, self.most.data
        if least is not None and most is not None and least > most:
            self.most.errors = [gettext("This is less than ‘at least’.")]
            return False
        return True


class QuestionsForm(FlaskForm):  # type: ignore[misc]
    """What this gathering asks."""

    main_question = StringField(
        _("The main question"), filters=[line], validators=[Fits(LONGEST_QUESTION)]
    )
    questions = FieldList(
        StringField(filters=[line], validators=[Fits(LONGEST_QUESTION)]), max_entries=MOST_ROUNDS
    )
