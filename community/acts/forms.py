"""The forms of the panel. Source and question are contributions like any other."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from community.acts.known_sources import Known
from community.conversations.forms import SayForm
from community.conversations.models import LONGEST, Kind
from community.conversations.writing import Words
from community.web.once import OnceForm
from community.web.typed import lines


class SourceForm(SayForm):
    """Where it is, and why it helps."""

    text = TextAreaField(
        _("What would help here?"),
        filters=[lines],
        validators=[
            DataRequired(_("Say in a few words what it is.")),
            Length(max=LONGEST, message=_("Keep it below 1,500 characters.")),
        ],
    )

    @classmethod
    def of(cls, known: Known) -> SourceForm:
        """A source that people named elsewhere; why it helps here is still to be said."""
        said = known.contribution
        return cls(formdata=None, url=said.url, title=said.title, isbn=said.isbn)

    def aim(self) -> None:
        self.kind.data = Kind.SOURCE.value


class QuestionForm(OnceForm):
    question = TextAreaField(
        _("Your question"),
        filters=[lines],
        validators=[
            DataRequired(_("Write a question first.")),
            Length(max=LONGEST, message=_("Keep it below 1,500 characters.")),
        ],
    )

    @property
    def words(self) -> Words:
        return Words(text=self.question.data, kind=Kind.QUESTION)
