"""How a person is asked: a link in a mail, or a slip with a code from the counter.

The link is derived from the row, so that a reminder can write it again. The code is eight letters
and digits of chance, of which the database keeps what only the installation's key can make; who
types it is led to a link too, so that no code stands in an address or in a log.
"""

from __future__ import annotations

import hashlib
import hmac

from community import tokens
from community.skills.models import Agreed, Skill

_BY_MAIL = "kunde: mail"
_BY_CODE = "kunde: slip"


def stored(code: str, library_id: int, *, key: str) -> str:
    """What the database keeps of a code. A plain hash of 38 bits could be turned back."""
    message = f"kunde code:{library_id}:{code}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def mail_token(skill: Skill, *, key: str) -> str:
    return tokens.derive(key, _BY_MAIL, skill.id, skill.salt)


def slip_token(skill: Skill, *, key: str) -> str:
    """Worthless as soon as there is another slip."""
    return tokens.derive(key, _BY_CODE, skill.id, skill.code_stored or "")


def opened_by(skill: Skill, token: str, *, key: str) -> Agreed | None:
    """How whoever has this token was asked; None: it does not open this kunde."""
    if tokens.matches(token, key, _BY_MAIL, skill.id, skill.salt):
        return Agreed.BY_MAIL
    if skill.code_stored and tokens.matches(token, key, _BY_CODE, skill.id, skill.code_stored):
        return Agreed.BY_CODE
    return None
