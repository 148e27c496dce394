"""What people read about invitations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.invitations.inviting import fit_of
from community.invitations.models import Answer, Invitation
from community.suggestions import labels as suggested
from community.suggestions.fitting import Suggested
from community.suggestions.people_queries import Source

ANSWERED: dict[Answer, LazyString] = {
    Answer.WAITING: _("No answer yet"),
    Answer.YES: _("Said yes"),
    Answer.NO: _("Said no"),
    Answer.NOT_NOW: _("Not now"),
}
#: On the buttons of who is invited.
SAYING: dict[Answer, LazyString] = {
    Answer.YES: _("Yes, I would like to come"),
    Answer.NO: _("No, thank you"),
    Answer.NOT_NOW: _("Not now"),
}
#: To narrow the list of who fits, by the words of the query string.
WHY: dict[str, tuple[Source, LazyString]] = {
    "weet": (Source.KNOWS, _("Knows something about it")),
    "biedt": (Source.OFFERS, _("Offers something about it")),
    "leert": (Source.LEARNS, _("Wants to learn about it")),
    "vraagt": (Source.ASKS, _("Asks something about it")),
    "houdt": (Source.LIKES, _("Likes it")),
    "eerder": (Source.EARLIER, _("Signed up for it before")),
}


def reasons_to(invitation: Invitation, language: str) -> list[str]:
    """To whom is invited: why, as it was when the librarian chose."""
    found = fit_of(invitation)
    if found is None:
        return []
    return suggested.reasons(Suggested(invitation.gathering, *found), language)
