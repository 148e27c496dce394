"""The forms at the door, and how an act is written down: by a button, or by a tablet for later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from secrets import token_hex

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError

from community.arrivals.services import Act
from community.gatherings.attendance import Note, Via
from community.gatherings.models import MOST_SEATS
from community.texts import UnfitText, clean_line
from community.web.typed import line

MOST_OF_A_NAME = 80
#: As much as a tablet sends in one go.
MOST_ACTS = 200
#: The key of somebody who walks in, made where it is noted.
KEY = re.compile(r"[0-9a-f]{32}")
_WHOM = re.compile(r"s([1-9]\d{0,17})|([0-9a-f]{32})")
#: The moment 0 of a browser's clock.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnreadableAct(ValueError):
    """What came in is no act of a door."""


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """Somebody who did not sign up: a first name, or none."""

    name = StringField(
        _("First name"),
        filters=[line],
        validators=[Length(max=MOST_OF_A_NAME, message=_("Keep the name below 80 characters."))],
    )
    #: The same form sent twice is one person.
    key = HiddenField(default=lambda: token_hex(16), validators=[Regexp(KEY)])
    nameless = SubmitField(_("Without a name"))

    def validate_name(self, field: StringField) -> None:
        if not self.nameless.data and not field.data:
            raise ValidationError(gettext("Fill in a first name, or choose ‘without a name’."))


class HeadsForm(FlaskForm):  # type: ignore[misc]
    """How many people there are whose names nobody asked."""

    number = IntegerField(
        _("How many people without a name are here?"),
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(0, MOST_SEATS, _("Choose a number from 0 to %(max)s.")),
        ],
    )
    once = HiddenField(default=lambda: token_hex(16), validators=[Regexp(KEY)])


def pressed(value: str, via: str, now: datetime) -> Act:
    """What a button of the list says: whom, and how many of them are here."""
    whom, _space, people = value.partition(" ")
    if not re.fullmatch(r"\d{1,5}", people):
        raise UnreadableAct(value)
    return Act(_whom(whom), Note(int(people), now, _via(via)))


def batch(sent: object) -> list[tuple[str, Act | None]]:
    """What a tablet kept and sends now: of each act its id, and what it says if it can be read."""
    acts = sent.get("acts") if isinstance(sent, Mapping) else None
    if not isinstance(acts, list) or len(acts) > MOST_ACTS:
        raise UnreadableAct
    return [(_id(act), _readable(act)) for act in acts]


def _id(act: object) -> str:
    return str(act.get("id", ""))[:40] if isinstance(act, Mapping) else ""


def _readable(act: object) -> Act | None:
    try:
        return noted(act)
    except UnreadableAct:
        return None


def noted(act: object) -> Act:
    """An act as a tablet kept it: `{whom, people, at, via, name}`, `at` in milliseconds."""
    if not isinstance(act, Mapping):
        raise UnreadableAct
    people, at, name = act.get("people"), act.get("at"), act.get("name", "")
    if not isinstance(people, int) or not isinstance(at, int) or not isinstance(name, str):
        raise UnreadableAct
    try:
        moment = _EPOCH + timedelta(milliseconds=at)
        name = clean_line(name)[:MOST_OF_A_NAME]
    except (OverflowError, UnfitText) as unfit:
        raise UnreadableAct from unfit
    return Act(_whom(act.get("whom")), Note(people, moment, _via(act.get("via")), name))


def _whom(text: object) -> int | str:
    found = _WHOM.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise UnreadableAct(text)
    return int(found[1]) if found[1] else found[2]


def _via(word: object) -> Via:
    """The person at the door chose from a list, unless they say otherwise."""
    if word in {Via.QR, Via.CODE, Via.WALK_IN}:
        return Via(str(word))
    return Via.LIST
