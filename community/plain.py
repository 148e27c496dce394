"""Frozen dataclasses as plain JSON values and back, led by their own fields.

A field that is added later needs nothing here: what was kept before it existed reads as its
default, and what was kept of a field that is gone is left alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Kept = TypeVar("Kept")

_AS_THEY_ARE = (bool, int, str)
_BY_ISO = (datetime, date, time)


class NotPlain(TypeError):
    """What was kept does not fit the field it was kept for, or the field's type is not known."""


def to_plain(value: object) -> Any:
    """A value of a dataclass, or the whole of it, as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, frozenset):
        return sorted(map(to_plain, value))
    if isinstance(value, (tuple, list)):
        return [to_plain(each) for each in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, _BY_ISO):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if value is None or isinstance(value, _AS_THEY_ARE):
        return value
    raise NotPlain(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Kept], plain: Any) -> Kept:
    """The dataclass that was kept as `plain`; fails when a value does not fit its field."""
    if not isinstance(plain, dict):
        raise NotPlain(f"{kind.__name__} is kept as an object")
    return kind(**_given(kind, plain))


def _given(kind: Any, plain: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(hint, plain[name]) for name, hint in _hints(kind) if name in plain}


@cache
def _hints(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return tuple((name, hints[name]) for name in names)


def _value(hint: Any, plain: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None if plain is None else _value(_but_none(get_args(hint)), plain)
    if origin in (tuple, frozenset):
        return origin(_value(get_args(hint)[0], each) for each in plain)
    if is_dataclass(hint):
        return from_plain(hint, plain)  # type: ignore[arg-type]
    if hint in _AS_THEY_ARE:
        if type(plain) is not hint:
            raise NotPlain(f"{plain!r} is no {hint.__name__}")
        return plain
    return _word_or_moment(hint, plain)


def _word_or_moment(hint: Any, plain: Any) -> Any:
    if hint in _BY_ISO:
        return hint.fromisoformat(plain)
    if hint is timedelta:
        return timedelta(seconds=plain)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(plain)
    raise NotPlain(f"{hint} has no plain form")


def _but_none(hints: Iterable[Any]) -> Any:
    (only,) = (hint for hint in hints if hint is not NoneType)
    return only
