"""Secrets in links. Derived from the installation's key, so that the database alone opens nothing.

A link must be written again in a later mail (moved, cancelled, promoted), which a stored hash does
not allow. So a row keeps a random `salt`, and the token is an HMAC of purpose, id and salt under
the secret key. A new salt makes the old link worthless at once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets


def new_salt() -> str:
    """128 random bits, as text."""
    return secrets.token_hex(16)


def derive(key: str, purpose: str, row_id: int, salt: str) -> str:
    """`<id>-<128 bits of HMAC>`, safe in a path."""
    message = f"{purpose}:{row_id}:{salt}".encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:16]
    return f"{row_id}-{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def row_id(token: str) -> int | None:
    """The row that a token speaks of; says nothing yet about whether it is true."""
    head = token.partition("-")[0]
    return int(head) if head.isascii() and head.isdigit() and len(head) <= 18 else None


def matches(token: str, key: str, purpose: str, found_id: int, salt: str) -> bool:
    return hmac.compare_digest(token.encode(), derive(key, purpose, found_id, salt).encode())


def fingerprint(secret: str) -> str:
    """How a random secret is stored: SHA-256, which 128 random bits need no salt for."""
    return hashlib.sha256(secret.encode()).hexdigest()
