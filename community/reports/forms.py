"""The forms of stories."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, ValidationError

from community import clock
from community.reports.labels import HOW
from community.reports.models import (
    MOST_OF_A_NAME,
    MOST_OF_A_PURPOSE,
    MOST_OF_A_STORY,
    MOST_OF_A_TITLE,
    How,
    Story,
)
from community.reports.services import Permit, StoryDraft
from community.web.typed import Fits, line, lines

#: Older than any of them can be.
_FIRST_DAY = date(2000, 1, 1)


class StoryForm(FlaskForm):  # type: ignore[misc]
    title = StringField(
        _("Title"),
        filters=[line],
        validators=[DataRequired(_("Give it a title.")), Fits(MOST_OF_A_TITLE)],
    )
    text = TextAreaField(
        _("The story"),
        filters=[lines],
        validators=[DataRequired(_("Write down the story.")), Fits(MOST_OF_A_STORY)],
    )
    teller = StringField(
        _("Who tells it?"),
        filters=[line],
        validators=[DataRequired(_("Say how they want to be called.")), Fits(MOST_OF_A_NAME)],
    )
    year = SelectField(_("For the report of"), coerce=int)

    def offer(self, years: list[int]) -> None:
        self.year.choices = [SelectChoice(each, str(each)) for each in years]

    def show(self, story: Story) -> None:
        self.title.data, self.text.data = story.title, story.text
        self.teller.data, self.year.data = story.teller, story.year

    def draft(self) -> StoryDraft:
        return StoryDraft(
            year=self.year.data,
            title=self.title.data,
            text=self.text.data,
            teller=self.teller.data,
        )


class PermissionForm(FlaskForm):  # type: ignore[misc]
    """The yes of who told it; `version` is that of the text beside the form."""

    version = HiddenField()
    purpose = StringField(
        _("What did they say yes to?"),
        filters=[line],
        validators=[
            DataRequired(_("Say what it may be used for.")),
            Fits(MOST_OF_A_PURPOSE),
        ],
    )
    how = RadioField(
        _("How did they say so?"),
        choices=[SelectChoice(how.value, HOW[how]) for how in How],
        validate_choice=False,
    )
    given_on = DateField(_("On which day?"), validators=[InputRequired(_("Fill in the day."))])

    def validate_how(self, field: RadioField) -> None:
        if field.data not in set(How):
            raise ValidationError(str(_("Choose how.")))

    def validate_given_on(self, field: DateField) -> None:
        if field.data and not _FIRST_DAY <= field.data <= clock.local_day(clock.now()):
            raise ValidationError(str(_("That day is still to come, or is too long ago.")))

    def permit(self) -> Permit:
        version = self.version.data or ""
        return Permit(
            version=int(version) if version.isdecimal() and len(version) < 10 else 0,
            purpose=self.purpose.data,
            how=How(self.how.data),
            given_on=self.given_on.data,
        )
