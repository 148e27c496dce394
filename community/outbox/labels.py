"""What became of a mail, and why it did not arrive, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.outbox.failures import Reason
from community.outbox.models import MailState

STATES: dict[MailState, LazyString] = {
    MailState.OWED: _("On the way"),
    MailState.SENT: _("Sent"),
    MailState.FAILED: _("Not arrived"),
    MailState.BOUNCED: _("Came back"),
    MailState.RESTORED: _("From a back-up"),
    MailState.DROPPED: _("Not sent"),
}

REASONS: dict[Reason, LazyString] = {
    Reason.BROKE_OFF: _("The connection to the mail server broke off."),
    Reason.ASKED_TO_WAIT: _("The mail server asks to try again later."),
    Reason.ADDRESS_REFUSED: _(
        "The mail server does not know this address. Is it spelled correctly?"
    ),
    Reason.MAIL_REFUSED: _("The mail server refuses this e-mail."),
    Reason.SENDER_REFUSED: _("The mail server does not accept e-mail from us. Call the operator."),
    Reason.NOT_POSSIBLE: _("No e-mail can be sent to this address. Is it spelled correctly?"),
    Reason.NOT_WRITTEN: _("This e-mail could not be made. That is a mistake in the program."),
    Reason.CAME_BACK: _("The e-mail bounced: this address does not work. Is it spelled correctly?"),
    Reason.STILL_TRYING: _("The other mail server says that it is taking long."),
    Reason.ADDRESS_FAILS: _("E-mail to this address bounces, so none is sent. Call instead."),
}


def why(last_error: str) -> LazyString | str:
    """In words what the outbox keeps as `address_refused 550`; empty when nothing went wrong."""
    word = last_error.partition(" ")[0]
    return REASONS[Reason(word)] if word in set(Reason) else ""
