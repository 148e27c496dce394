"""Codes for an exit pulse: worthless once used.

With ten thousand slips about, one guess in forty million is right, and what it gives is one answer.
"""

from __future__ import annotations

import hashlib
import hmac

from community.codes import ALPHABET, LENGTH, in_halves, new_codes, tidy

__all__ = ["ALPHABET", "LENGTH", "in_halves", "new_codes", "stored", "tidy"]


def stored(code: str, library_id: int, *, key: str) -> str:
    """What the database keeps. A plain hash of 38 bits could be turned back; this needs the key."""
    message = f"pulse code:{library_id}:{code}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
