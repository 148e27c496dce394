"""Doing what the retention table says."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from community.db import transaction
from community.keeping.rules import Forget, all_rules

#: A rule that always finds more to wipe than before is a mistake, and no reason to go on for ever.
_MOST_PORTIONS = 10_000


def purge(now: datetime) -> dict[str, int]:
    """Wipe what is kept no longer, a transaction for each portion; rows by name of the rule.

    A rule that stumbles keeps no other from its turn; it is told at the end.
    """
    wiped, stumbled = {}, []
    for rule in all_rules():
        if rule.forget is None:
            continue
        try:
            wiped[rule.name] = _in_portions(rule.forget, now)
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
                rows[rule.name] = _all_at_once(tx, rule.forget, now)
        raise _NotReally
    return rows


class _NotReally(Exception):
    """Undoes the transaction of a dry run."""


def _in_portions(forget: Forget, now: datetime) -> int:
    wiped = 0
    for _portion in range(_MOST_PORTIONS):
        with transaction() as tx:
            rows = forget(tx, now)
        wiped += rows
        if not rows:
            break
    return wiped


def _all_at_once(tx: Session, forget: Forget, now: datetime) -> int:
    wiped = 0
    for _portion in range(_MOST_PORTIONS):
        rows = forget(tx, now)
        tx.flush()
        wiped += rows
        if not rows:
            break
    return wiped
