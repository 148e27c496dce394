"""How a consent was given, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from community.consents.models import Channel

CHANNELS = {
    Channel.SCREEN: _("On a page"),
    Channel.MAIL: _("By a link in an e-mail"),
    Channel.COUNTER: _("Spoken, at the counter"),
    Channel.PHONE: _("By phone"),
    Channel.PAPER: _("On paper"),
    Channel.IMPORT: _("Came from another system"),
}
