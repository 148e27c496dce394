"""The link that a librarian gives out: it shows a gathering, and lets in where one is invited."""

from __future__ import annotations

from community import tokens
from community.gatherings.models import Gathering

#: Its name in the query string of a gathering's page and of its sign-up.
PARAMETER = "uitnodiging"

_PURPOSE = "invitation"


def token_for(gathering: Gathering, *, key: str) -> str:
    """What the link carries; worth nothing once `invitation_salt` is renewed."""
    return tokens.derive(key, _PURPOSE, gathering.id, gathering.invitation_salt)


def is_right(token: str, gathering: Gathering, *, key: str) -> bool:
    return tokens.matches(token, key, _PURPOSE, gathering.id, gathering.invitation_salt)
