"""Aggregates and results as bytes, and back: the same thing is always the same bytes."""

from __future__ import annotations

import json
import zlib
from datetime import date
from typing import TypeVar

from cattrs import Converter

from community.meetlat.engine.aggregates import Aggregates
from community.meetlat.engine.results import MeetlatResult

T = TypeVar("T")

_converter = Converter(forbid_extra_keys=True)
_converter.register_unstructure_hook(date, date.isoformat)
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def dump(thing: Aggregates | MeetlatResult) -> bytes:
    """Canonical JSON: keys sorted, no blanks, UTF-8; NaN and infinity are refused (ValueError)."""
    plain = _converter.unstructure(thing)
    text = json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def load(kind: type[T], stored: bytes) -> T:
    """The thing that `dump` wrote. A field too many or too few is an error, never a guess."""
    return _converter.structure(json.loads(stored), kind)


def pack(aggregates: Aggregates) -> bytes:
    """A year of a large library is some 40,000 rows: a tenth of the size when packed."""
    return zlib.compress(dump(aggregates), level=6)


def unpack(stored: bytes) -> Aggregates:
    return load(Aggregates, zlib.decompress(stored))
