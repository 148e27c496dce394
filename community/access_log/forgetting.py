"""How long it is known who looked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from community.access_log.models import AccessRead
from community.keeping.rules import Rule, Words, keep, wiping
from community.words import N_

KEPT = timedelta(days=730)

RULE = Rule(
    name="access_log.reads",
    order=70,
    words=Words(
        what=N_("Who at the library looked at your data, which data, and when"),
        why=N_("So that you can see it, and nobody looks without a reason."),
        how_long=N_("%(kept)s."),
    ),
    periods={"kept": KEPT},
    forget=wiping(lambda now: delete(AccessRead).where(AccessRead.read_at < now - KEPT)),
)


def register(_app: object) -> None:
    keep(RULE)
