"""Problems of tables as they come in by JSON, and plans as they go out (MATCHING, the program)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from community.matching.engine.tables.problem import (
    Cover,
    Guest,
    Locked,
    Rounds,
    TablesPlan,
    TablesProblem,
)
from community.matching.engine.tables.sound import check
from community.matching.engine.wrong import WrongProblem

T = TypeVar("T")
_NOTHING = object()


def read(data: Mapping[str, Any]) -> TablesProblem:
    """The problem that a JSON object with `"kind": "tables"` describes.

    Everything has the default that MATCHING gives. WrongProblem, with one sentence, for an unknown
    key, a value of the wrong kind, or a problem that no plan could answer.
    """
    fields = _Fields(data, "the problem", _KEYS)
    if fields.take("kind", _text) != "tables":
        raise WrongProblem('The kind must be "tables".')
    problem = TablesProblem(
        people=fields.take("people", _list(_guest)),
        sizes=_sizes(fields),
        rounds=fields.take("rounds", _whole, 1),
        seed=fields.take("seed", _whole, 0),
        seconds=fields.take("seconds", _number, 2.0),
        steps=fields.take("steps", _or_null(_whole), None),
        hosts_per_table=fields.take("hosts_per_table", _whole, 0),
        hosts_stay=fields.take("hosts_stay", _yes_or_no, False),
        together=fields.take("together", _list(_texts), ()),
        apart=fields.take("apart", _list(_pair), ()),
        cover=fields.take("cover", _list(_cover), ()),
        met_before=fields.take("met_before", _list(_pair), ()),
        pair_scores=fields.take("pair_scores", _list(_scored), ()),
        balance=fields.take("balance", _or_null(_texts), None),
        locked=fields.take("locked", _list(_lock), ()),
        previous=fields.take("previous", _or_null(_rounds), None),
        absent=fields.take("absent", _texts, ()),
        walk_ins=fields.take("walk_ins", _texts, ()),
    )
    check(problem)
    return problem


def written(plan: TablesPlan) -> dict[str, Any]:
    """The plan as a JSON object, in the words and the order of MATCHING."""
    figures = plan.figures
    return {
        "kind": "tables",
        "rounds": [[list(table) for table in tables] for tables in plan.rounds],
        "violations": [
            {
                "wish": list(one.wish),
                "with": [list(wish) for wish in one.clashes_with],
                "gain": one.gain,
            }
            for one in plan.violations
        ],
        "repeats": figures.repeats,
        "misfits": dict(figures.misfits),
        "pair_score": figures.pair_score,
        "moved": plan.moved,
        "met": {"least": figures.met_least, "mean": figures.met_mean},
        "seconds": plan.seconds,
        "reasons": {who: list(reasons) for who, reasons in plan.reasons.items()},
    }


_KEYS = (
    "kind", "rounds", "tables", "size", "seed", "seconds", "steps", "people", "hosts_per_table",
    "hosts_stay", "together", "apart", "cover", "met_before", "pair_scores", "balance", "locked",
    "previous", "absent", "walk_ins",
)  # fmt: skip

Reader = Callable[[Any, str], T]


class _Fields:
    """The keys of one JSON object, each read by what it should be."""

    def __init__(self, data: Any, where: str, keys: Collection[str]) -> None:
        if not isinstance(data, Mapping):
            raise _wrong(where, "an object", data)
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


def _wrong(where: str, wanted: str, value: Any) -> WrongProblem:
    return WrongProblem(f"{where[0].upper()}{where[1:]} must be {wanted}, not {value!r:.60}.")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong(where, "a text", value)
    return value


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(where, "a whole number", value)
    return value


def _number(value: Any, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong(where, "a number", value)
    try:
        return float(value)
    except OverflowError:
        raise _wrong(where, "a number that fits", value) from None


def _yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "true or false", value)
    return value


def _or_null(reader: Reader[T]) -> Reader[T | None]:
    return lambda value, where: None if value is None else reader(value, where)


def _list(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    def read_list(value: Any, where: str) -> tuple[T, ...]:
        if not isinstance(value, list | tuple):
            raise _wrong(where, "a list", value)
        return tuple(reader(one, f"item {no} of {where}") for no, one in enumerate(value))

    return read_list


def _of_length(value: Any, length: int, where: str) -> Sequence[Any]:
    if not isinstance(value, list | tuple) or len(value) != length:
        raise _wrong(where, f"a list of {length}", value)
    return value


_texts = _list(_text)
_rounds: Reader[Rounds] = _list(_list(_list(_text)))


def _pair(value: Any, where: str) -> tuple[str, str]:
    one, other = _of_length(value, 2, where)
    return _text(one, where), _text(other, where)


def _scored(value: Any, where: str) -> tuple[str, str, float]:
    one, other, score = _of_length(value, 3, where)
    return _text(one, where), _text(other, where), _number(score, where)


def _size(value: Any, where: str) -> tuple[int, int]:
    least, most = _of_length(value, 2, where)
    return _whole(least, where), _whole(most, where)


def _sizes(fields: _Fields) -> tuple[tuple[int, int], ...]:
    """Either a number of tables of one size, or a size per table."""
    tables = fields.data.get("tables")
    if isinstance(tables, list | tuple):
        if "size" in fields.data:
            raise WrongProblem("With a size per table in tables there is no size beside it.")
        return fields.take("tables", _list(_size))
    number = fields.take("tables", _whole)
    if not 1 <= number <= _MOST_TABLES:
        raise WrongProblem(f"There must be 1 to {_MOST_TABLES} tables, not {number}.")
    return (fields.take("size", _size),) * number


#: More than any hall holds; a slip of the keyboard should not fill the memory.
_MOST_TABLES = 10_000


def _attributes(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _wrong(where, "an object", value)
    return {_text(key, where): _text(worth, where) for key, worth in value.items()}


def _guest(value: Any, where: str) -> Guest:
    fields = _Fields(value, where, ("id", "attributes", "languages", "host"))
    return Guest(
        id=fields.take("id", _text),
        attributes=fields.take("attributes", _attributes, {}),
        languages=fields.take("languages", _texts, ()),
        host=fields.take("host", _yes_or_no, False),
    )


def _cover(value: Any, where: str) -> Cover:
    fields = _Fields(value, where, ("language", "for"))
    return Cover(language=fields.take("language", _text), people=fields.take("for", _texts))


def _lock(value: Any, where: str) -> Locked:
    fields = _Fields(value, where, ("round", "table", "person"))
    return Locked(
        round=fields.take("round", _whole),
        table=fields.take("table", _whole),
        person=fields.take("person", _text),
    )
