"""What stands behind the numbers of a library, added up once and not for every page of rows.

Of a very large library reading its counts takes a second, and adding up a question some tenths.
The same bytes are the same counts, so what came of them is kept by this process.
"""

from __future__ import annotations

from functools import lru_cache

from community.meetlat import evidence
from community.meetlat.engine.aggregates import Aggregates
from community.meetlat.engine.results import IndicatorResult
from community.meetlat.engine.standard import Standard
from community.meetlat.engine.stored import unpack
from community.meetlat.row_labels import Opened, opened

#: Who opens one question opens the next; of a very large library each holds some megabytes.
_KEPT = 4


class Behind:
    def __init__(self, counts: Aggregates) -> None:
        self._counts = counts
        self._opened: dict[tuple[str, str], Opened] = {}

    def open(self, result: IndicatorResult, standard: Standard) -> Opened:
        """What this question, as this meetlat has it, was made of."""
        asked = (standard.version, result.code)
        if (known := self._opened.get(asked)) is None:
            if len(self._opened) >= _KEPT:
                self._opened.clear()
            known = self._opened[asked] = self._add_up(result, standard)
        return known

    def _add_up(self, result: IndicatorResult, standard: Standard) -> Opened:
        made_of = evidence.of(result, self._counts, standard.rules)
        return opened(made_of, bool(result.parts.get("by_keys")), standard.rules)


@lru_cache(maxsize=2)
def behind(inputs: bytes) -> Behind:
    return Behind(unpack(inputs))
