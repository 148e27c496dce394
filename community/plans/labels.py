"""What people call the states of an action."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.plans.models import State

STATES: dict[State, LazyString] = {
    State.OPEN: _("Still to do"),
    State.DONE: _("Done"),
    State.LET_GO: _("Let go"),
}
