"""What there is to look at in an installation, and what was seen, in words for who runs it.

A room says here what of its own can be out of order; `flask check` looks at all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    GOOD = "good"
    LOOK = "look at this"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands, and what to do about it when it is not good."""

    verdict: Verdict
    says: str
    do: str = ""


def good(says: str) -> Finding:
    return Finding(Verdict.GOOD, says)


def look(says: str, do: str) -> Finding:
    """It works, but not as it should, or not for long."""
    return Finding(Verdict.LOOK, says, do)


def wrong(says: str, do: str) -> Finding:
    """Something does not work, or is not safe."""
    return Finding(Verdict.WRONG, says, do)


#: Looks, and changes nothing; called within the house.
Check = Callable[[], Finding]

_checks: dict[str, Check] = {}


def look_at(name: str, check: Check) -> None:
    """Let `flask check` say how this stands, under a short name such as `mail server`."""
    _checks[name] = check


def registered() -> dict[str, Check]:
    return dict(_checks)
