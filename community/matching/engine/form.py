"""Reading the program form: JSON objects whose every key is known, and of the right kind."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from community.matching.engine.wrong import WrongProblem

T = TypeVar("T")
_NOTHING = object()

Reader = Callable[[Any, str], T]


class Fields:
    """The keys of one JSON object, each read by what it should be."""

    def __init__(self, data: Any, where: str, keys: Collection[str]) -> None:
        if not isinstance(data, Mapping):
            raise wrong(where, "an object", data)
        for key in data:
            if key not in keys:
                raise WrongProblem(f"There is an unknown key in {where}: {key}.")
        self.data, self.where = data, where

    def take(self, key: str, reader: Reader[T], default: Any = _NOTHING) -> T:
        if key in self.data:
            return reader(self.data[key], f"{key} in {self.where}")
        if default is _NOTHING:
            raise WrongProblem(f"There is no {key} in {self.where}.")
        return default  # type: ignore[no-any-return]


def wrong(where: str, wanted: str, value: Any) -> WrongProblem:
    return WrongProblem(f"{where[0].upper()}{where[1:]} must be {wanted}, not {value!r:.60}.")


def text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise wrong(where, "a text", value)
    return value


def whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(where, "a whole number", value)
    return value


def number(value: Any, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong(where, "a number", value)
    try:
        return float(value)
    except OverflowError:
        raise wrong(where, "a number that fits", value) from None


def yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise wrong(where, "true or false", value)
    return value


def or_null(reader: Reader[T]) -> Reader[T | None]:
    return lambda value, where: None if value is None else reader(value, where)


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    def read_list(value: Any, where: str) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise wrong(where, "a list", value)
        return tuple(reader(one, f"item {no} of {where}") for no, one in enumerate(value))

    return read_list


def of_length(value: Any, length: int, where: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple) or len(value) != length:
        raise wrong(where, f"a list of {length}", value)
    return value


texts = list_of(text)
