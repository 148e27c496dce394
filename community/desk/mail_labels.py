"""What a librarian calls the mails, and why one did not arrive."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.outbox.failures import Reason

NEWS: dict[str, LazyString] = {
    "accounts/sign_in": _("Link to sign in"),
    "accounts/invitation": _("Invitation to work here"),
    "gatherings/confirm_sign_up": _("Confirm your sign-up"),
    "gatherings/you_are_in": _("You are in"),
    "gatherings/you_are_waiting": _("You are on the waiting list"),
    "gatherings/promoted": _("There is a seat for you"),
    "gatherings/party_changed": _("Your sign-up has changed"),
    "gatherings/left": _("You are signed off"),
    "gatherings/removed": _("We have signed you off"),
    "gatherings/moved": _("Moved"),
    "gatherings/cancelled": _("Does not take place"),
    "initiatives/was_it_yours": _("Was this your idea?"),
    "notifications/digest": _("The weekly mail about what there is to do"),
    "notifications/three_hours": _("Reminder"),
    "notifications/two_days": _("Reminder"),
    "partners/quarter": _("What a partner is asked to confirm"),
    "series/confirm": _("Confirm your sign-up"),
    "series/you_are_in": _("Your dates of a series"),
    "series/moved": _("Dates of a series have moved"),
    "gatherings/co_host": _("Receive the people"),
    "teams/list": _("List of a team"),
}

REASONS: dict[Reason, LazyString] = {
    Reason.BROKE_OFF: _("The connection to the mail server broke off."),
    Reason.ASKED_TO_WAIT: _("The mail server asks to try again later."),
    Reason.ADDRESS_REFUSED: _("The mail server does not know this address. Is it spelled right?"),
    Reason.MAIL_REFUSED: _("The mail server refuses this mail."),
    Reason.SENDER_REFUSED: _("The mail server does not accept mail from us. Call the operator."),
    Reason.NOT_POSSIBLE: _("No mail can be sent to this address. Is it spelled right?"),
    Reason.NOT_WRITTEN: _("This mail could not be made. That is a mistake in the program."),
}


def why(last_error: str) -> LazyString | str:
    """In words what the outbox keeps as `address_refused 550`; empty when nothing went wrong."""
    word = last_error.partition(" ")[0]
    return REASONS[Reason(word)] if word in set(Reason) else ""
