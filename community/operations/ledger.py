"""Counting in all processes of the house at once, without a trip to anything.

Every process adds to a file of its own, mapped into its memory; whoever is asked reads all of them.
What a process had counted stays when it ends, so that no total ever becomes less.
"""

from __future__ import annotations

import fcntl
import logging
import os
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from prometheus_client.mmap_dict import MmapedDict

log = logging.getLogger("community.operations")

#: Of each file, taken on the disk at once: a page of memory that the disk has no room for when it
#: is first written to would be the end of the process. Enough for ten thousand counters.
BYTES = 1024 * 1024
MOST_KEYS = 6_000
PAST = "past"
#: Between the words of a key.
TAB = "\t"

#: What is said by a disk that is full, or by a file that a power cut left in pieces.
BROKEN = (OSError, RuntimeError, ValueError, struct.error)

Key = tuple[str, ...]


class Ledger:
    """Counters by name and labels; they only ever grow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._pid = 0
        self._own: MmapedDict | None = None
        self._keys: set[str] = set()

    def add(self, *key: str, amount: float = 1.0) -> None:
        """Add to one counter; whatever is wrong with the disk, the house goes on uncounted."""
        word = TAB.join(key)
        with self._lock:
            own = self._opened()
            if own is None or (word not in self._keys and len(self._keys) >= MOST_KEYS):
                return
            self._keys.add(word)
            value, _ = own.read_value(word)
            own.write_value(word, value + amount, 0.0)

    def totals(self) -> Mapping[Key, float]:
        """Of all processes, those that ended included."""
        with self._alone():
            return _sums(sorted(self.folder.glob("*.counts")))

    def close(self) -> None:
        """Let go of this process's file; what is in it stays counted."""
        if self._own is not None:
            self._own.close()
        self._own = None

    def _opened(self) -> MmapedDict | None:
        """This process's own file; after a fork another one."""
        if self._pid != os.getpid():
            self.close()
            self._pid, self._keys = os.getpid(), set()
            try:
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
                with self._alone():
                    self._fold()
                self._own = _open(self.folder / f"{self._pid}.counts")
            except BROKEN as error:
                log.warning("nothing is counted", extra={"facts": {"why": type(error).__name__}})
        return self._own

    def _fold(self) -> None:
        """Take together what processes that ended had counted."""
        gone = [path for path in self.folder.glob("*.counts") if not _lives(path.stem)]
        if not any(path.stem != PAST for path in gone):
            return
        sums = _sums(gone)
        fresh = self.folder / f"{PAST}.new"
        fresh.unlink(missing_ok=True)
        file = _open(fresh)
        for key, value in sums.items():
            file.write_value(TAB.join(key), value, 0.0)
        file.close()
        for path in gone:
            path.unlink()
        fresh.replace(self.folder / f"{PAST}.counts")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody takes files together while another reads them."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        with (self.folder / "turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield


def _open(path: Path) -> MmapedDict:
    try:
        with path.open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, BYTES)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return MmapedDict(str(path))


def _sums(paths: list[Path]) -> dict[Key, float]:
    sums: dict[Key, float] = defaultdict(float)
    for path in paths:
        # A file that another process is just making, or that a power cut left in pieces.
        with suppress(*BROKEN):
            for word, value, *_ in MmapedDict.read_all_values_from_file(str(path)):
                sums[tuple(word.split(TAB))] += value
    return sums


def _lives(stem: str) -> bool:
    return stem.isdigit() and Path(f"/proc/{stem}").exists()
