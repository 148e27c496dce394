"""Invitations are kept as long as what was said at sign-up."""

from __future__ import annotations

from sqlalchemy import delete

from community.gatherings.forgetting import ANSWERS, SENSITIVE
from community.invitations import queries
from community.invitations.models import Invitation
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

RULE = Rule(
    name="invitations.asked",
    order=45,
    words=Words(
        what=N_("That the library invited you to an activity, why, and what you said"),
        why=N_("So that nobody asks you twice. Librarians of your library can see it."),
        how_long=N_("%(kept)s after the activity; for a sensitive activity %(sensitive)s."),
    ),
    periods={"kept": ANSWERS, "sensitive": SENSITIVE},
    forget=wiping(lambda now: delete(Invitation).where(Invitation.id.in_(queries.past(now)))),
)


def register(_app: object) -> None:
    keep(RULE)
