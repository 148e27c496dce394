"""What opens the questions: a link in a mail, or a code on a slip. Both work once.

A link is derived from its invitee, so that a reminder can write it again. A code is eight letters
and digits of chance, as on the slips of the exit pulse. What the database keeps of either needs the
installation's secret to be made, so nobody can tell from it who has still to answer.
"""

from __future__ import annotations

import hashlib
import hmac

from community import tokens
from community.pulse.codes import in_halves, new_codes, tidy
from community.self_assessment.models import AssessmentInvitee

__all__ = ["in_halves", "link_of", "mark", "new_codes", "stored", "tidy"]

_PURPOSE = "self-assessment"


def link_of(invitee: AssessmentInvitee, *, key: str) -> str:
    """The secret in this person's link: 128 bits."""
    return tokens.derive(key, _PURPOSE, invitee.id, invitee.salt)


def stored(secret: str, library_id: int, *, key: str) -> str:
    """What the database keeps of a link's secret or of a code."""
    return _sealed(f"{_PURPOSE} key:{library_id}:{secret}", key)


def mark(email: str, round_id: int, *, key: str) -> str:
    """What stays of an address for as long as its round could be opened again."""
    return _sealed(f"{_PURPOSE} address:{round_id}:{email}", key)


def _sealed(message: str, key: str) -> str:
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()
