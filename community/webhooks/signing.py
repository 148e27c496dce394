"""Signing what is sent, by the Standard Webhooks scheme (standardwebhooks.com), version v1.

The secret is derived from the installation's key, as links are (`community/tokens.py`), because
every message needs it again: the database alone signs nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from community.webhooks.models import Webhook

#: How a secret begins, as the scheme says.
START = "whsec_"


def secret_of(webhook: Webhook, *, key: str) -> str:
    """What the other side is given, once."""
    return START + base64.b64encode(_raw(key, webhook.id, webhook.salt)).decode()


def headers_of(
    webhook: Webhook, message_id: str, body: bytes, *, key: str, now: datetime
) -> dict[str, str]:
    """Who it is from, when it was sent, and that nobody changed it on the way.

    Shortly after a renewal there are two signatures, so that the other side need not change its
    secret in the same second.
    """
    salts = [webhook.salt]
    if webhook.old_salt and webhook.old_until and now < webhook.old_until:
        salts.append(webhook.old_salt)
    at = str(int(now.timestamp()))
    signed = f"{message_id}.{at}.".encode() + body
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(
            f"v1,{_signature(_raw(key, webhook.id, salt), signed)}" for salt in salts
        ),
    }


def _raw(key: str, webhook_id: int, salt: str) -> bytes:
    return hmac.new(key.encode(), f"webhook:{webhook_id}:{salt}".encode(), hashlib.sha256).digest()


def _signature(secret: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
