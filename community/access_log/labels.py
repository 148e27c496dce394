"""What was looked at, in words for whom it is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from community.access_log.models import Reading

READINGS = {
    Reading.SIGN_UPS: _("The list of an activity"),
    Reading.DOOR: _("The list at the door"),
    Reading.PAPER: _("A printed list"),
    Reading.TABLES: _("Who sits where"),
    Reading.LIVING_BOOKS: _("Living books and their readers"),
    Reading.HARVEST: _("The harvest of an activity"),
    Reading.MESSAGES: _("Messages to people who take part"),
    Reading.CALLS: _("The list of people to call"),
    Reading.MAIL: _("Which e-mails you got"),
    Reading.PEOPLE: _("People of the library"),
    Reading.KNOWLEDGE: _("What you offer, ask for and know"),
    Reading.INTRODUCTIONS: _("Introductions"),
    Reading.INVITATIONS: _("Who would suit an activity"),
    Reading.BEGUN: _("Whose idea an activity was"),
    Reading.GROUPS: _("Groups"),
    Reading.MATCH_ROUNDS: _("A match round"),
    Reading.PROPOSALS: _("Proposals"),
    Reading.PROMISES: _("Promises"),
    Reading.MODERATION: _("What waits for a decision"),
    Reading.FILES: _("A file with data"),
}
