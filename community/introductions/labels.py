"""What states, endings and outcomes are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.introductions.models import Ending, Outcome, Share, State

STATES: dict[State, LazyString] = {
    State.INTRODUCED: _("Waiting for a yes"),
    State.AGREED: _("Both said yes"),
    State.MET: _("They met"),
    State.ENDED: _("Ended"),
}
ENDINGS: dict[Ending, LazyString] = {
    Ending.NOT_THIS: _("Put aside"),
    Ending.NO: _("It did not suit one of you at the moment."),
    Ending.SILENCE: _("Not both of you answered."),
    Ending.STOPPED: _("One of you stopped it."),
    # For the librarian. Who is blocked is not told: `seeing.ending_of`.
    Ending.BLOCKED: _("One of you stopped it."),
    Ending.DONE: _("You told us what came of it. Thank you!"),
}
OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.HELPED: _("Yes, it was good"),
    Outcome.PARTLY: _("In part"),
    Outcome.NOT: _("No, not really"),
}
SHARES: dict[Share, LazyString] = {
    Share.MAIL: _("My e-mail address"),
    Share.PHONE: _("My phone number"),
}
