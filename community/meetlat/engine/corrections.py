"""The log is never changed: what was put right is a later row. Here is what stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from community.meetlat.engine.joining import Held
from community.meetlat.engine.told import Row

Key = TypeVar("Key", bound=Hashable)

#: After so long, putting something right is counted and shown.
IN_TIME = timedelta(days=14)


class Late:
    """Remembers what was put right too late to go unseen."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, datetime]] = []

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows; corrections among them are remembered."""
        for row in rows:
            if row.corrects_id is not None and row.gathering_id is not None:
                self._seen.append((row.gathering_id, row.recorded_at))
            yield row

    def count(self, undone: Iterable[Row], held: Mapping[int, Held]) -> Counter[int]:
        """How many there are per gathering, with the check-ins that were undone."""
        put_right = chain(self._seen, ((row.gathering_id or 0, row.recorded_at) for row in undone))
        return Counter(
            gathering_id
            for gathering_id, at in put_right
            if gathering_id in held and at > held[gathering_id].row.happened_at + IN_TIME
        )


def latest(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Row]:
    """Of each subject the last row about it."""
    last: dict[Key, Row] = {}
    for row in rows:
        subject = key(row)
        known = last.get(subject)
        if known is None or row.id > known.id:
            last[subject] = row
    return last


def standing(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, Row]:
    """The same without what was taken back: a row with quantity 0 says that it was not so."""
    return {subject: row for subject, row in latest(rows, key).items() if row.quantity}


def uncorrected(rows: Iterable[Row]) -> list[Row]:
    """The rows that no other row puts right, in the order in which they were written."""
    every = sorted(rows, key=lambda row: row.id)
    corrected = {row.corrects_id for row in every}
    return [row for row in every if row.id not in corrected and row.quantity]
