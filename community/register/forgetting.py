"""How long what somebody offers or asks for is kept."""

from __future__ import annotations

from sqlalchemy import delete

from community.keeping.rules import Rule, Words, keep, wiping
from community.register.models import LASTS, Entry, EntryState
from community.words import N_

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
    keep(*RULES)
