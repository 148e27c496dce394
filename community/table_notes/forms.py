"""The forms of the room, and how a note comes in that a device kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms import TextAreaField as Lines
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from community.conversations.models import LONGEST, Kind
from community.table_notes.labels import KIND_WORDS, ON_PAPER
from community.table_notes.models import KINDS, MOST_ROUNDS
from community.table_notes.running import Round
from community.table_notes.writing import Sheet, Thought
from community.table_plans.models import MOST_TABLES
from community.texts import UnfitText, clean_text
from community.web.once import OnceForm
from community.web.typed import lines

#: Made by the device.
ONCE = re.compile(r"[0-9a-f]{32}")
#: As many as a device sends in one go.
MOST_AT_ONCE = 50
LARGEST_REVISION = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableThought(ValueError):
    """What came in is no note of a table."""


class NoteForm(Form):  # type: ignore[misc]
    """One thought, by a form. The secret in its address is all that lets somebody in, and no cookie
    is asked for: so there is nothing that another site could borrow."""

    once = HiddenField(default=lambda: token_hex(16), validators=[Regexp(ONCE)])
    revision = HiddenField(default="1", validators=[Regexp(re.compile(r"[1-9]\d{0,5}"))])
    round_no = HiddenField(default="1", validators=[Regexp(re.compile(rf"[1-{MOST_ROUNDS}]"))])
    text = Lines(
        _("Write down what the table says"),
        filters=[lines],
        validators=[
            DataRequired(_("Write something first.")),
            Length(max=LONGEST, message=_("Keep it below 1,500 characters.")),
        ],
    )
    kind = RadioField(
        _("What is it?"),
        choices=[SelectChoice(kind.value, label) for kind, label in KIND_WORDS.items()],
        default=Kind.INSIGHT.value,
    )

    def thought(self, now: datetime) -> Thought:
        return Thought(
            self.once.data, int(self.revision.data), int(self.round_no.data),
            Kind(self.kind.data), self.text.data, True, now,
        )  # fmt: skip


class OpenForm(FlaskForm):  # type: ignore[misc]
    tables = IntegerField(
        _("How many tables are there?"),
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(1, MOST_TABLES, _("Choose a number from %(min)s to %(max)s.")),
        ],
    )


class SheetForm(OnceForm):
    """A sheet of paper: per kind a box, in which every line is a thought."""

    table_no = IntegerField(
        _("Table"),
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(1, MOST_TABLES, _("Choose a number from %(min)s to %(max)s.")),
        ],
    )
    round_no = SelectField(_("Round"), coerce=int)
    question = Lines(ON_PAPER[Kind.QUESTION], filters=[lines])
    idea = Lines(ON_PAPER[Kind.IDEA], filters=[lines])
    insight = Lines(ON_PAPER[Kind.INSIGHT], filters=[lines])
    agreement = Lines(ON_PAPER[Kind.AGREEMENT], filters=[lines])

    def offer(self, rounds: Sequence[Round]) -> None:
        self.round_no.choices = [
            SelectChoice(each.number, f"{each.number}. {each.question[:80]}") for each in rounds
        ]

    def validate(self, *args: object, **kwargs: object) -> bool:
        good = bool(super().validate(*args, **kwargs))
        for kind in KINDS:
            if any(len(each) > LONGEST for each in self._lines(kind)):
                self[kind.value].errors = [gettext("Keep each line below 1,500 characters.")]
                good = False
        if good and not self.sheet.lines:
            self.question.errors = [gettext("Write something in at least one of the boxes.")]
            return False
        return good

    @property
    def sheet(self) -> Sheet:
        said = [(kind, each) for kind in KINDS for each in self._lines(kind)]
        return Sheet(self.table_no.data, self.round_no.data, said)

    def _lines(self, kind: Kind) -> list[str]:
        typed = (self[kind.value].data or "").split("\n")
        return [each for one in typed if (each := one.strip(" \t-–•*"))]


def batch(sent: object) -> list[tuple[str, Thought | None]]:
    """What a device kept and sends now: of each note its mark, and its state if it can be read."""
    notes = sent.get("notes") if isinstance(sent, Mapping) else None
    if not isinstance(notes, list) or len(notes) > MOST_AT_ONCE:
        raise UnreadableThought
    return [(_once(note), _readable(note)) for note in notes]


def _once(note: object) -> str:
    return str(note.get("once", ""))[:40] if isinstance(note, Mapping) else ""


def _readable(note: object) -> Thought | None:
    try:
        return thought_of(note)
    except (UnreadableThought, UnfitText, OverflowError, ValueError):
        return None


def thought_of(note: object) -> Thought:
    """`{once, revision, round, kind, text, laid, at}`, `at` in milliseconds."""
    if not isinstance(note, Mapping):
        raise UnreadableThought
    once, text = note.get("once"), note.get("text")
    if not isinstance(once, str) or not ONCE.fullmatch(once) or not isinstance(text, str):
        raise UnreadableThought
    words = clean_text(text)
    if len(words) > LONGEST:
        raise UnreadableThought
    kind = Kind(str(note.get("kind")))
    if kind not in KINDS:
        raise UnreadableThought
    return Thought(
        once,
        _number(note.get("revision"), 1, LARGEST_REVISION),
        _number(note.get("round"), 1, MOST_ROUNDS),
        kind,
        words,
        note.get("laid") is True,
        _EPOCH + timedelta(milliseconds=_number(note.get("at"), 0, 10**14)),
    )


def _number(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise UnreadableThought
    return value
