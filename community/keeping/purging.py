"""Doing what the retention table says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime

from sqlalchemy.orm import Session

from community.db import AWAY, transaction
from community.keeping.rules import Forget, all_rules

_Turn = AbstractContextManager[Session]

#: A rule that always finds more to wipe than before is a mistake, and no reason to go on for ever.
_MOST_PORTIONS = 10_000


def purge(now: datetime) -> dict[str, int]:
    """Wipe what is kept no longer, a transaction for each portion; rows by name of the rule.

    A rule that stumbles keeps no other from its turn; it is told at the end. When the database is
    away none has one: the clock comes round again.
    """
    wiped, stumbled = {}, []
    for rule in all_rules():
        if rule.forget is None:
            continue
        try:
            wiped[rule.name] = _wiped(rule.forget, now, transaction)
        except AWAY:
            raise
        except Exception as error:
            error.add_note(f"while wiping {rule.name}")
            stumbled.append(error)
    if stumbled:
        raise ExceptionGroup("not everything was wiped", stumbled)
    return wiped


def would_go(now: datetime) -> dict[str, int]:
    """The same, and then as if nothing had happened: so it cannot tell anything else."""
    rows: dict[str, int] = {}
    with suppress(_NotReally), transaction() as tx:
        for rule in all_rules():
            if rule.forget is not None:
                rows[rule.name] = _wiped(rule.forget, now, lambda: nullcontext(tx))
        raise _NotReally
    return rows


class _NotReally(Exception):
    """Undoes the transaction of a dry run."""


def _wiped(forget: Forget, now: datetime, turn: Callable[[], _Turn]) -> int:
    """Portion by portion, each in a `turn` to write, until nothing is left."""
    wiped = 0
    for _portion in range(_MOST_PORTIONS):
        with turn() as tx:
            rows = forget(tx, now)
            tx.flush()
        if not rows:
            break
        wiped += rows
    return wiped
