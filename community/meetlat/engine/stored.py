"""Aggregates and results as bytes, and back: the same thing is always the same bytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import chain, repeat
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
    return b"".join(_pieces(thing))


def _pieces(thing: Aggregates | MeetlatResult) -> Iterator[bytes]:
    """Field by field, and row by row: the many rows of a year are never there twice at a time."""
    names = sorted(field.name for field in fields(thing))
    for before, name in zip(chain("{", repeat(",")), names, strict=False):
        yield f'{before}"{name}":'.encode()
        value = getattr(thing, name)
        if not isinstance(value, tuple):
            yield _text(value)
            continue
        yield b"["
        for number, row in enumerate(value):
            yield b"," + _text(row) if number else _text(row)
        yield b"]"
    yield b"}"


def _text(thing: object) -> bytes:
    plain = _converter.unstructure(thing)
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def load(kind: type[T], stored: bytes) -> T:
    """The thing that `dump` wrote. A field too many or too few is an error, never a guess."""
    return _converter.structure(json.loads(stored), kind)


def pack(aggregates: Aggregates) -> bytes:
    """A year of a large library is some 40,000 rows: a tenth of the size when packed."""
    packing = zlib.compressobj(level=3)
    packed = [packing.compress(piece) for piece in _pieces(aggregates)]
    return b"".join([*packed, packing.flush()])


def unpack(stored: bytes) -> Aggregates:
    return load(Aggregates, zlib.decompress(stored))
