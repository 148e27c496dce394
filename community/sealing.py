"""Secrets that must be read back (a key shared with another system), sealed before they are kept.

Under a key of their own for each purpose, made from the installation's: a stolen database or backup
opens none of them. After another SECRET_KEY they are closed for good, and have to be made anew.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class SealBroken(Exception):
    """It was sealed under another key, for another purpose, or was tampered with."""


def seal(key: str, purpose: str, secret: str) -> str:
    """`secret` as text that says nothing; some 100 characters longer than it."""
    return _box(key, purpose).encrypt(secret.encode()).decode()


def unseal(key: str, purpose: str, sealed: str) -> str:
    """What was sealed; raises `SealBroken`."""
    try:
        return _box(key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken(purpose) from None


def _box(key: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=f"sealing: {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(key.encode())))
