"""A row for every table as the step that made it knew it, whatever the models say by now.

Most rows can be thought of: `thought_of`. Those with rules of their own are written down in `SAID`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from graphlib import TopologicalSorter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError


def FIRST(table: str) -> sa.TextClause:  # noqa: N802
    """Where the row that would be thought of is the last."""
    return sa.text(f"(SELECT min(id) FROM {table})")  # noqa: S608


EARLY, LATE = "2026-03-03 12:00:00.000000", "2026-03-03 14:00:00.000000"

#: Of tables with rules that a row cannot be thought of for: what matters of each row.
SAID: dict[str, list[dict[str, object]]] = {
    "person": [{"email": "noor@example.org"}, {"email": "gerda@example.org"}],
    "partner": [{"kvk": "12345678"}],
    "sampling": [{"one_in": 4}],
    "plan_action": [{"why": "", "let_go_on": None}],
    "term": [{"folded": "one", "esco_uri": None}, {"folded": "other", "esco_uri": None}],
    "term_broader": [{"broader_id": FIRST("term")}],
    "living_day": [{"slot_minutes": 20}],
    "table_company": [{"first_id": FIRST("person")}],
    "table_plan": [{"least": 2, "most": 4, "state": "proposed", "released_at": None}],
    "table_guest": [{"key": "one"}, {"key": "other"}],
    "table_wish": [{"first_id": FIRST("table_guest"), "tongue": None}],
    "contribution": [{"reply_to_id": None, "kind": "question", "withdrawn_at": None}],
    "harvest": [{"state": "draft", "presented_at": None, "withdrawn_at": None}],
    "proposal": [{"state": "declined", "gathering_id": None}],
    "living_loan": [{"key": "a key", "sign_up_id": None, "given_up_at": None}],
    "proposal_term": [{"days": 30}],
    "talk_mark": [{"harvest_id": None}],
    "promise": [{"state": "promised", "settled_at": None}],
}

#: `kind IN ('one', …)`, in the words of either engine: the column, and the first of them.
_ONE_OF = re.compile(r"\b(\w+) IN \('([^']*)'|\b(\w+)\)?(?:::text)? = ANY \(\(?ARRAY\['([^']*)'")


def plant(connection: Connection, new: Collection[str]) -> None:
    """A row in each of these tables, first in those that others point at."""
    inspector = sa.inspect(connection)
    asked: Any = {"filter_names": list(new)}
    told: tuple[Any, ...] = (
        inspector.get_multi_columns(**asked),
        inspector.get_multi_foreign_keys(**asked),
        inspector.get_multi_check_constraints(**asked),
    )
    columns, keys, checks = ({whose[1]: it for whose, it in each.items()} for each in told)
    points_at = {table: {key["referred_table"] for key in keys[table]} - {table} for table in new}
    for table in TopologicalSorter(points_at).static_order():
        if table in new:
            _plant(connection, table, columns[table], keys[table], checks[table])


def _plant(connection: Connection, table: str, columns: Any, keys: Any, checks: Any) -> None:
    """With everything in it that may be; or else with what must be."""
    points_at = {
        column: (key["referred_table"], its)
        for key in keys
        for column, its in zip(key["constrained_columns"], key["referred_columns"], strict=True)
    }
    words = {
        found[1] or found[3]: found[2] or found[4]
        for check in checks
        for found in _ONE_OF.finditer(check["sqltext"])
    }
    for said in SAID.get(table, [{}]):
        for wanted in (columns, [each for each in columns if not each["nullable"]]):
            row = {
                each["name"]: _value(connection, table, each, points_at, words)
                for each in wanted
                if not (each["name"] == "id" and isinstance(each["type"], sa.Integer))
            }
            try:
                with connection.begin_nested():
                    connection.execute(sa.insert(_bare(table, columns)).values(row | said))
            except IntegrityError as error:
                wrong = error
            else:
                break
        else:
            raise AssertionError(f"say in planting.SAID what a row of {table} may be") from wrong


def _bare(table: str, columns: list[Any]) -> sa.TableClause:
    """Its columns without types: what is put in is text and numbers, as both engines read them."""
    return sa.table(table, *(sa.column(each["name"]) for each in columns))


def _value(
    connection: Connection,
    table: str,
    column: Any,
    points_at: dict[str, tuple[str, str]],
    words: dict[str, str],
) -> object:
    name = column["name"]
    if name in points_at:
        parent, key = points_at[name]
        if parent == table:
            return None
        return connection.scalar(sa.text(f'SELECT max("{key}") FROM "{parent}"'))  # noqa: S608
    if name in words:
        return words[name]
    return _of_type(column["type"], name)


def _of_type(kind: Any, name: str) -> object:
    later = any(word in name for word in ("end", "until", "expires", "closes", "last"))
    if isinstance(kind, sa.JSON):
        return "{}"
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, (sa.DateTime, sa.Date, sa.Time)):
        moment = LATE if later else EARLY
        return (
            moment[11:19]
            if isinstance(kind, sa.Time)
            else (
                moment[:10]
                if isinstance(kind, sa.Date) and not isinstance(kind, sa.DateTime)
                else moment
            )
        )
    if isinstance(kind, sa.Integer):
        return 2 if later else 1
    if isinstance(kind, sa.Float):
        return 0.5
    if isinstance(kind, sa.LargeBinary):
        return b"\x00"
    return f"{name}"[: getattr(kind, "length", None) or 80]
