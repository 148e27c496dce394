"""The forms with which the library answers, and the manager sets its term."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
)

from community.clock import from_local, now, start_of_day
from community.gatherings.appointment_forms import WithAppointment
from community.gatherings.drafts import LENGTHS, GatheringDraft
from community.gatherings.kinds import KIND_FACTS, Kind
from community.gatherings.labels import KINDS
from community.proposals import labels
from community.proposals.forms import Coming, fits
from community.proposals.models import (
    FEWEST_DAYS,
    LONGEST_ANSWER,
    MOST_DAYS,
    Proposal,
    ProposalDate,
)
from community.web.typed import line, lines

#: More people than this a library does not wait for.
MOST_WANTED = 200


class PlanForm(WithAppointment):
    """What the draft needs; the rest is for the whole form of the gathering, which comes after."""

    title = StringField(
        _("Title"),
        filters=[line],
        validators=[
            DataRequired(_("Give it a name that says what people will do.")),
            fits(LENGTHS["title"]),
        ],
    )
    kind = SelectField(
        _("Kind"),
        choices=[SelectChoice(kind.value, said) for kind, said in KINDS.items()],
        default=Kind.CONVERSATION.value,
        invalid_choice_message=_("Choose one from the list."),
    )
    text = TextAreaField(_("Text"), filters=[lines], validators=[fits(LENGTHS["text"])])
    answer = TextAreaField(
        _("A message for the person who proposed it and everyone who supports it"),
        filters=[lines],
        validators=[fits(LONGEST_ANSWER)],
    )

    def show(self, proposal: Proposal, chosen: ProposalDate | None) -> None:
        """Out of the proposal, and on the date that suits most."""
        self.title.data, self.text.data = proposal.title, proposal.text
        if chosen is not None:
            self.day.data, self.starts.data = chosen.day, chosen.part.begins
        if len(self.place.choices) > 2:
            self.place.data = self.place.choices[0].value

    def lies_ahead(self) -> bool:
        """Whether it is to come; says so beside the field when it is not. First `times_exist`."""
        if from_local(self.day.data, self.starts.data) > now():
            return True
        self.day.errors = [
            *self.day.errors,
            gettext("This is in the past. Choose a date that is still to come."),
        ]
        return False

    def draft(self, proposal: Proposal, language: str) -> GatheringDraft:
        kind = Kind(self.kind.data)
        when = self.appointment(KIND_FACTS[kind].minutes)
        return GatheringDraft(
            kind=kind,
            title=self.title.data,
            text=self.text.data or "",
            language=language,
            theme_ids=frozenset(theme.id for theme in proposal.themes),
            starts_at=when.starts_at,
            ends_at=when.ends_at,
            mode=when.mode,
            branch_id=when.branch_id,
            room_id=when.room_id,
            address=when.address,
            online_url=when.online_url,
            is_sensitive=proposal.is_sensitive,
        )


class DeclineForm(FlaskForm):  # type: ignore[misc]
    reason = RadioField(
        _("Why not?"),
        choices=[SelectChoice(reason.value, said) for reason, said in labels.REASONS.items()],
        validators=[InputRequired(_("Choose one from the list."))],
    )
    answer = TextAreaField(
        _("In your own words"),
        filters=[lines],
        validators=[
            DataRequired(_("Say why, so that people understand.")),
            fits(LONGEST_ANSWER),
        ],
    )


class AskForm(FlaskForm):  # type: ignore[misc]
    question = TextAreaField(
        _("What do you want to know, or what is needed first?"),
        filters=[lines],
        validators=[DataRequired(_("Write something first.")), fits(LONGEST_ANSWER)],
    )
    wanted = IntegerField(
        _("How many supporters do you need to look at it again?"),
        validators=[
            Optional(),
            NumberRange(
                2, MOST_WANTED, message=_("Choose a number from 2 to %(max)s.", max=MOST_WANTED)
            ),
        ],
    )
    until = DateField(
        _("Until which day will you wait?"),
        validators=[InputRequired(_("Choose a date.")), Coming()],
    )

    def ends_at(self) -> datetime:
        """At the end of that day."""
        return start_of_day(self.until.data + timedelta(days=1))


class TermForm(FlaskForm):  # type: ignore[misc]
    days = IntegerField(
        _("Within how many days do you answer?"),
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(
                FEWEST_DAYS,
                MOST_DAYS,
                message=_(
                    "Choose a number from %(least)s to %(most)s.", least=FEWEST_DAYS, most=MOST_DAYS
                ),
            ),
        ],
    )
