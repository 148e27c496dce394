"""The short code of a sign-up: said, typed or held up as a QR at the door.

Derived from the sign-up's own secret, so that nothing has to be kept, and a list at the door can
be held against it. Whoever guesses one only checks somebody in, at a door where people look.
"""

from __future__ import annotations

import hashlib
import hmac

from community.gatherings.models import SignUp

#: Nothing that looks or sounds like something else: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 6


def code_of(sign_up: SignUp, *, key: str) -> str:
    message = f"arrival-code:{sign_up.id}:{sign_up.salt}".encode()
    number = int.from_bytes(hmac.new(key.encode(), message, hashlib.sha256).digest())
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def as_typed(text: str) -> str | None:
    """The code that somebody typed, in whatever case and spacing; None when it is none."""
    letters = "".join(text.upper().replace("-", " ").split())
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None
