"""The retention table: one rule for each thing that is kept of people, from the room that keeps it.

The purge, its dry run and the privacy page all read it here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Delete, Update
from sqlalchemy.orm import Session

from community.db import changed_rows

#: Wipes what is kept no longer, or a portion of it; the number of rows. Commits nothing.
Forget = Callable[[Session, datetime], int]
Wipe = Delete | Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the privacy page says of it: English msgids."""

    what: str
    why: str
    #: May name periods of the rule: "%(kept)s; at a sensitive activity %(sensitive)s."
    how_long: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    name: str  #: `room.what`, for the dry run and the log.
    words: Words | None = None  #: None: it says nothing of anybody, and is only tidied away.
    periods: Mapping[str, timedelta] = field(default_factory=dict)
    forget: Forget | None = None  #: None: it stays until its person takes it back.
    order: int = 50  #: On the privacy page; what most people leave behind comes first.


_rules: dict[str, Rule] = {}


def keep(*rules: Rule) -> None:
    """Tell what a room keeps; once, while the app is made."""
    _rules.update((rule.name, rule) for rule in rules)


def all_rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda rule: (rule.order, rule.name))


def wiping(*statements: Callable[[datetime], Wipe]) -> Forget:
    """What wipes by these statements, each given the moment."""

    def forget(session: Session, now: datetime) -> int:
        return sum(changed_rows(session, statement(now)) for statement in statements)

    return forget
