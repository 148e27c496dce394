"""Letting the clock come to one rule of the retention table."""

from __future__ import annotations

from datetime import datetime

from community.db import session, transaction
from community.keeping.rules import all_rules


def forget(name: str, at: datetime) -> int:
    """What the purge does for the rule of this name, at this moment; how many rows."""
    (rule,) = (rule for rule in all_rules() if rule.name == name)
    assert rule.forget is not None
    with transaction() as tx:
        rows = rule.forget(tx, at)
    session().expire_all()
    return rows
