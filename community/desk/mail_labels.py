"""What a librarian calls the mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

NEWS: dict[str, LazyString] = {
    "accounts/sign_in": _("Link to sign in"),
    "accounts/new_address": _("Link to prove an address"),
    "accounts/invitation": _("Invitation to work here"),
    "gatherings/confirm_sign_up": _("Confirm your sign-up"),
    "gatherings/you_are_in": _("You are in"),
    "gatherings/you_are_waiting": _("You are on the waiting list"),
    "gatherings/promoted": _("There is a seat for you"),
    "gatherings/party_changed": _("Your sign-up has changed"),
    "gatherings/left": _("You are no longer signed up"),
    "gatherings/removed": _("We have taken you off the list"),
    "gatherings/moved": _("Moved"),
    "gatherings/cancelled": _("Not going ahead"),
    "initiatives/was_it_yours": _("Was this your idea?"),
    "moderation/decided": _("A librarian’s decision"),
    "moderation/outcome": _("What became of a report"),
    "notifications/digest": _("The weekly e-mail about what is on"),
    "notifications/three_hours": _("Reminder"),
    "notifications/two_days": _("Reminder"),
    "partners/quarter": _("A partner’s confirmation"),
    "promises/asked": _("Is this what you promised?"),
    "promises/reminded": _("How a promise stands"),
    "promises/kept": _("Kept promises, for people who were there"),
    "series/confirm": _("Confirm your sign-up"),
    "series/you_are_in": _("Your dates of a series"),
    "series/moved": _("Dates of a series have moved"),
    "gatherings/missed": _("We missed you"),
    "messages/message": _("A message to people who take part"),
    "gatherings/co_host": _("Hosting"),
    "teams/list": _("List of a team"),
}
