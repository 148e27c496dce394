"""Problems of tables as they come in by JSON, and plans as they go out (MATCHING, the program)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from community.matching.engine.form import (
    Fields,
    Reader,
    list_of,
    number,
    of_length,
    or_null,
    text,
    texts,
    whole,
    wrong,
    yes_or_no,
)
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


def read(data: Mapping[str, Any]) -> TablesProblem:
    """The problem that a JSON object with `"kind": "tables"` describes.

    Everything has the default that MATCHING gives. WrongProblem, with one sentence, for an unknown
    key, a value of the wrong kind, or a problem that no plan could answer.
    """
    fields = Fields(data, "the problem", _KEYS)
    if fields.take("kind", text) != "tables":
        raise WrongProblem('The kind must be "tables".')
    problem = TablesProblem(
        people=fields.take("people", list_of(_guest)),
        sizes=_sizes(fields),
        rounds=fields.take("rounds", whole, 1),
        seed=fields.take("seed", whole, 0),
        seconds=fields.take("seconds", number, 2.0),
        steps=fields.take("steps", or_null(whole), None),
        hosts_per_table=fields.take("hosts_per_table", whole, 0),
        hosts_stay=fields.take("hosts_stay", yes_or_no, False),
        together=fields.take("together", list_of(texts), ()),
        apart=fields.take("apart", list_of(_pair), ()),
        cover=fields.take("cover", list_of(_cover), ()),
        met_before=fields.take("met_before", list_of(_pair), ()),
        pair_scores=fields.take("pair_scores", list_of(_scored), ()),
        balance=fields.take("balance", or_null(texts), None),
        locked=fields.take("locked", list_of(_lock), ()),
        previous=fields.take("previous", or_null(_rounds), None),
        absent=fields.take("absent", texts, ()),
        walk_ins=fields.take("walk_ins", texts, ()),
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
                "instead": [list(wish) for wish in one.instead],
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

_rounds: Reader[Rounds] = list_of(list_of(list_of(text)))


def _pair(value: Any, where: str) -> tuple[str, str]:
    one, other = of_length(value, 2, where)
    return text(one, where), text(other, where)


def _scored(value: Any, where: str) -> tuple[str, str, float]:
    one, other, score = of_length(value, 3, where)
    return text(one, where), text(other, where), number(score, where)


def _size(value: Any, where: str) -> tuple[int, int]:
    least, most = of_length(value, 2, where)
    return whole(least, where), whole(most, where)


def _sizes(fields: Fields) -> tuple[tuple[int, int], ...]:
    """Either a number of tables of one size, or a size per table."""
    tables = fields.data.get("tables")
    if isinstance(tables, list | tuple):
        if "size" in fields.data:
            raise WrongProblem("With a size per table in tables there is no size beside it.")
        return fields.take("tables", list_of(_size))
    count = fields.take("tables", whole)
    if not 1 <= count <= _MOST_TABLES:
        raise WrongProblem(f"There must be 1 to {_MOST_TABLES} tables, not {count}.")
    return (fields.take("size", _size),) * count


#: More than any hall holds; a slip of the keyboard should not fill the memory.
_MOST_TABLES = 10_000


def _attributes(value: Any, where: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise wrong(where, "an object", value)
    return {text(key, where): text(worth, where) for key, worth in value.items()}


def _guest(value: Any, where: str) -> Guest:
    fields = Fields(value, where, ("id", "attributes", "languages", "host"))
    return Guest(
        id=fields.take("id", text),
        attributes=fields.take("attributes", _attributes, {}),
        languages=fields.take("languages", texts, ()),
        host=fields.take("host", yes_or_no, False),
    )


def _cover(value: Any, where: str) -> Cover:
    fields = Fields(value, where, ("language", "for"))
    return Cover(language=fields.take("language", text), people=fields.take("for", texts))


def _lock(value: Any, where: str) -> Locked:
    fields = Fields(value, where, ("round", "table", "person"))
    return Locked(
        round=fields.take("round", whole),
        table=fields.take("table", whole),
        person=fields.take("person", text),
    )
