"""Taking in a whole list: look at every line first, then write, some lines at a time.

Nothing is written while anything is wrong (unless the wrong lines are to be skipped). After that
each part has a transaction of its own, so that a list of years keeps nobody from the door; cut off
half-way, the same list taken in again goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from community.db import session, transaction
from community.history import names, services
from community.history.check_ins import CheckIn, CheckIns, put_aside
from community.history.lines import COLUMNS, NEEDED, Past, Reader
from community.history.services import Hand, Outcome
from community.lists import Flaw, Flaws, Line, read
from community.words import N_

#: So much is written in one transaction: well under a second.
MOST_LINES, MOST_CHECK_INS = 200, 2_000

TWICE = N_("This key is already on line %(line)s.")

#: Told after every part, in its transaction: how many lines are in, of how many.
Progress = Callable[[Session, int, int, Outcome], None]


@dataclass(frozen=True, slots=True)
class Lists:
    """The files of one import."""

    gatherings: Path
    check_ins: Path | None = None
    skips_errors: bool = False


@dataclass(slots=True)
class Report:
    """What came of it; refused: something was wrong, and nothing is in."""

    flaws: Flaws = field(default_factory=Flaws)
    check_in_flaws: Flaws = field(default_factory=Flaws)
    outcome: Outcome = field(default_factory=Outcome)
    total: int = 0
    refused: bool = False

    @property
    def flaw_count(self) -> int:
        return self.flaws.count + self.check_in_flaws.count


def take_in(
    lists: Lists, library_id: int, hand: Hand, progress: Progress = lambda *_told: None
) -> Report:
    """Check both lists and write them; `ListRefused` when one of them is no list at all."""
    report = Report()
    with put_aside(lists.check_ins, report.check_in_flaws) as came:
        try:
            known = names.known(session(), library_id)
            right = _check(lists, came, known.reader(hand.now), report)
            again = known.reader(hand.now)
        finally:
            session().rollback()  # Nothing of the database is held while the list is written.
        report.total = len(right)
        report.refused = bool(report.flaw_count) and not lists.skips_errors
        if not report.refused:
            _write(lists, came, again, library_id, hand, report, progress)
    return report


def _check(lists: Lists, came: CheckIns, reader: Reader, report: Report) -> dict[str, int]:
    """The key and number of every line that is right."""
    right: dict[str, int] = {}
    for line in read(lists.gatherings, COLUMNS, NEEDED):
        past, flaws = _read(reader, line, came)
        if past is not None and past.key in right:
            flaws = [_twice(line, right[past.key])]
        elif past is not None:
            right[past.key] = line.number
        report.flaws.add(flaws)
    for flaw in came.elsewhere(right):
        report.check_in_flaws.add([flaw])
    return right


def _read(reader: Reader, line: Line, came: CheckIns) -> tuple[Past | None, list[Flaw]]:
    return reader.read(line, came.count(line.cells.get("gathering_key", "").strip()))


def _twice(line: Line, first: int) -> Flaw:
    return Flaw(line.number, "gathering_key", TWICE, {"line": first})


def _write(
    lists: Lists,
    came: CheckIns,
    reader: Reader,
    library_id: int,
    hand: Hand,
    report: Report,
    progress: Progress,
) -> None:
    done = 0
    lines = read(lists.gatherings, COLUMNS, NEEDED)
    right = (line for line in lines if line.number not in report.flaws.lines)
    pasts = (past for line in right if (past := _read(reader, line, came)[0]) is not None)
    for part, there in _parts(pasts, came):
        with transaction() as tx:
            outcome = services.put_in(tx, library_id, part, there, hand)
            done += len(part)
            report.outcome += outcome
            progress(tx, done, report.total, report.outcome)


def _parts(
    pasts: Iterable[Past], came: CheckIns
) -> Iterator[tuple[list[Past], Mapping[str, list[CheckIn]]]]:
    part: list[Past] = []
    people = 0
    for past in pasts:
        part.append(past)
        people += came.count(past.key) or 0
        if len(part) >= MOST_LINES or people >= MOST_CHECK_INS:
            yield part, came.of([each.key for each in part])
            part, people = [], 0
    if part:
        yield part, came.of([each.key for each in part])
