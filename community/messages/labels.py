"""What a librarian calls the people a message can go to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.messages.models import Audience

AUDIENCES: dict[Audience, LazyString] = {
    Audience.EVERYBODY: _("Everybody: who takes part and who waits"),
    Audience.CONFIRMED: _("Who takes part"),
    Audience.WAITING: _("Who is on the waiting list"),
    Audience.CAME: _("Who came"),
    Audience.ABSENT: _("Who signed up and did not come"),
    Audience.CHOSEN: _("Only who I tick below"),
}
