"""What may be agreed to: each room tells its own purposes, with every version of the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    name: str  #: At most 40 characters, never renamed.
    what: str  #: An English msgid: what is agreed to, for the page with everything about me.
    #: Every version that somebody was ever asked with: its name and the English msgid.
    versions: Mapping[str, str]
    current: str
    stops: str = ""  #: An English msgid: what no longer happens once it is taken back.
    #: Carries a withdrawal out in the room: library id, person id, moment. Commits nothing.
    #: None: it is taken back where it was given (agreeing with the house rules).
    withdraw: Callable[[Session, int, int, datetime], None] | None = None

    @property
    def words(self) -> str:
        """The msgid that is asked with now."""
        return self.versions[self.current]


_purposes: dict[str, Purpose] = {}


def register(*purposes: Purpose) -> None:
    """Tell what a room may ask; once, while the app is made."""
    for purpose in purposes:
        assert purpose.current in purpose.versions, purpose.name  # noqa: S101  (a mistake of ours)
        _purposes[purpose.name] = purpose


def named(name: str) -> Purpose:
    return _purposes[name]


def all_purposes() -> list[Purpose]:
    return sorted(_purposes.values(), key=lambda purpose: purpose.name)
