"""How long it is kept that somebody agreed once, and took it back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from community.consents.models import Consent
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

#: As long as what was done by it, at the longest: attendance per person.
KEPT = timedelta(days=730)

RULE = Rule(
    name="consents.taken_back",
    order=32,
    words=Words(
        what=N_("What you agreed to, in which words, when and how"),
        why=N_("So that we can show that you said yes. Only you can see it."),
        how_long=N_("Until you withdraw it, and then another %(kept)s as proof."),
    ),
    periods={"kept": KEPT},
    forget=wiping(lambda now: delete(Consent).where(Consent.withdrawn_at <= now - KEPT)),
)


def register(_app: object) -> None:
    keep(RULE)
