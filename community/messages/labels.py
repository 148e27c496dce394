"""What a librarian calls the people a message can go to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.messages.models import Audience

AUDIENCES: dict[Audience, LazyString] = {
    Audience.EVERYBODY: _("Everyone: taking part and waiting"),
    Audience.CONFIRMED: _("People taking part"),
    Audience.WAITING: _("People on the waiting list"),
    Audience.CAME: _("People who came"),
    Audience.ABSENT: _("People who signed up and did not come"),
    Audience.CHOSEN: _("Only people I tick below"),
}
