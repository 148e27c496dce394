"""Several gatherings that move in one go, so that whoever is at more than one gets one mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.gatherings.models import SignUp

_KEPT = "moves.kept"


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who must hear that a gathering moved; `was`: when it would have begun."""

    sign_up: SignUp
    was: datetime | None


@contextmanager
def kept_together(session: Session) -> Iterator[list[Move]]:
    """Hand over who would be mailed about a move; whoever asks for it owes them the mail."""
    kept: list[Move] = []
    session.info[_KEPT] = kept
    try:
        yield kept
    finally:
        del session.info[_KEPT]


def keep(session: Session, sign_up: SignUp, news: str, was: datetime | None) -> bool:
    """Whether somebody has asked for it."""
    kept: list[Move] | None = session.info.get(_KEPT)
    if kept is None or news != "moved":
        return False
    kept.append(Move(sign_up, was))
    return True
