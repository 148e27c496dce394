"""What the clock does for the register: tell what is about to expire, and take away what has."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from community.db import transaction
from community.jobs import clock
from community.keeping.rules import Rule, Words, keep, wiping
from community.register import states
from community.register.models import LASTS, Entry, EntryState
from community.words import N_

EVERY_MINUTES = 60


def expire(now: datetime) -> None:
    """In small portions, so that nobody waits long for their turn to write."""
    for step in (states.nudge, states.expire, states.let_go):
        did = 1
        while did:
            with transaction() as tx:
                did = step(tx, now=now)


RULES = (
    Rule(
        name="register.entries",
        order=33,
        words=Words(
            what=N_("What you offer or ask for"),
            why=N_("So that others can find it. You chose who sees it."),
            how_long=N_(
                "%(kept)s, unless you renew it; 30 days later its text is deleted and one "
                "sentence stays for you."
            ),
        ),
        periods={"kept": LASTS},
    ),
    #: What a stranger typed, or stood on a list, and nobody confirmed is not kept.
    Rule(
        name="register.unconfirmed",
        forget=wiping(
            lambda now: delete(Entry).where(
                Entry.state.in_((EntryState.DRAFT, EntryState.CHECKED)), Entry.confirm_by <= now
            )
        ),
    ),
)


def register(_app: object) -> None:
    clock.every(EVERY_MINUTES, "register.expire", expire)
    keep(*RULES)
