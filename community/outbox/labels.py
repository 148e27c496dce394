"""What became of a mail, in a word."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.outbox.models import MailState

STATES: dict[MailState, LazyString] = {
    MailState.OWED: _("On the way"),
    MailState.SENT: _("Sent"),
    MailState.FAILED: _("Not delivered"),
    MailState.DROPPED: _("Not sent: no longer needed"),
}
