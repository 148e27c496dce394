"""What rooms above know of a line of the list: what it says besides, and what a yes to it confirms.

A partner's idea, say: it reads that it was theirs, and with the line that is confirmed too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from community.partners.models import QuarterLine, QuarterList

#: Of a list, what stands beside its lines, by the id of the line.
Says = Callable[[Session, QuarterList], Mapping[int, str]]
#: What a line that counts confirms besides.
Counts = Callable[[Session, QuarterList, QuarterLine, datetime], None]

_known: dict[str, tuple[Says, Counts]] = {}


def also(name: str, says: Says, counts: Counts) -> None:
    """Let a room above say something beside a line, and hear when that line is confirmed."""
    _known[name] = (says, counts)


def said(session: Session, asked: QuarterList) -> dict[int, str]:
    words: dict[int, str] = {}
    for says, _counts in _known.values():
        words.update(says(session, asked))
    return words


def counted(session: Session, asked: QuarterList, line: QuarterLine, now: datetime) -> None:
    for _says, counts in _known.values():
        counts(session, asked, line, now)
