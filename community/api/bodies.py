"""What a program sends: JSON of a bounded size, read field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import request

from community.api.refusals import BrokenJson, NotJson, NotUnderstood
from community.api.schema import NotThis, Schema, Type, object_of
from community.gatherings.drafts import Problem
from community.words import N_

MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Given:
    """A field that a program may fill in, and what the house calls it."""

    name: str
    kind: Type


@dataclass(frozen=True, slots=True)
class Body:
    """What one act takes; what is not named here is refused, so that no typo goes unseen."""

    name: str
    fields: Sequence[Given]
    required: tuple[str, ...] = ()

    @property
    def schema(self) -> Schema:
        properties = {field.name: field.kind for field in self.fields}
        return object_of(properties, required=list(self.required), closed=True)

    def read(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """The values by name; everything that is wrong is said at once."""
        missing = N_("This is needed.")
        problems = [Problem(name, missing) for name in self.required if name not in sent]
        values: dict[str, Any] = {}
        known = {field.name: field.kind for field in self.fields}
        for name, value in sent.items():
            if name not in known:
                problems.append(Problem(_printable(name), N_("There is no such field here.")))
                continue
            try:
                values[name] = known[name].read(value)
            except NotThis as wrong:
                problems.append(Problem(name, wrong.message, wrong.values))
        if problems:
            raise NotUnderstood(problems, status=422)
        return values


def sent() -> tuple[bytes, dict[str, Any]]:
    """The body as it came, and the object that it is; too large is refused before it is read."""
    if request.mimetype != "application/json":
        raise NotJson
    request.max_content_length = MOST_BYTES
    raw = request.get_data()
    try:
        found = json.loads(raw or b"{}", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BrokenJson from None
    if not isinstance(found, dict):
        raise BrokenJson
    return raw, found


def _no_number(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _printable(name: str) -> str:
    return name[:60].encode("ascii", "backslashreplace").decode()
