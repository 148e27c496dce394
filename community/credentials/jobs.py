"""Asking who got a desk for a second factor, and what is tidied away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from community.credentials import services
from community.credentials.models import UsedChallenge
from community.db import transaction
from community.jobs import clock
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

RULES = (
    Rule(
        name="credentials.factors",
        order=30,
        words=Words(
            what=N_(
                "If you have them: your passkeys, your extra code and your recovery codes, made"
                " unreadable"
            ),
            why=N_("So that nobody can get in with only your e-mail or your password."),
            how_long=N_("Until you remove them."),
        ),
    ),
    Rule(
        name="credentials.challenges",
        forget=wiping(lambda now: delete(UsedChallenge).where(UsedChallenge.expires_at <= now)),
    ),
)


def look_over(now: datetime) -> int:
    with transaction() as tx:
        return services.look_over(tx, now=now)


def register(_app: object) -> None:
    clock.every(60, "credentials.look_over", look_over)
    keep(*RULES)
