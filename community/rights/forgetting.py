"""Who was quiet for too long is erased, as if they had asked for it."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from community.db import transaction
from community.jobs import clock
from community.keeping.rules import Rule, Words, keep
from community.rights import quiet
from community.words import N_

#: Often enough that a worker that was down for a night tells nobody a day late.
EVERY_MINUTES = 360
#: Whoever is left is told the next time.
_MOST_PORTIONS = 100

RULE = Rule(
    name="rights.quiet",
    order=11,
    words=Words(
        what=N_(
            "Everything that tells us who you are, when we have not heard from you for a long time"
        ),
        why=N_(
            "Signing in, signing up or saying something is a sign that you are still there. "
            "Without one we write to you, and then erase what you would erase yourself."
        ),
        how_long=N_(
            "%(kept)s after the last sign. You get an e-mail %(first)s before and again "
            "%(second)s before; without an e-mail address the library calls you."
        ),
    ),
    periods={"kept": quiet.KEPT, "first": quiet.FIRST, "second": quiet.SECOND},
    forget=quiet.forget,
)


def tell(now: datetime) -> int:
    """Some in a transaction, so that nobody waits long for their turn to write; how many."""
    told = 0
    for _portion in range(_MOST_PORTIONS):
        with transaction() as tx:
            some = quiet.tell(tx, now=now)
        if not some:
            break
        told += some
    return told


def register(_app: Flask) -> None:
    keep(RULE)
    clock.every(EVERY_MINUTES, "rights.quiet", tell)
