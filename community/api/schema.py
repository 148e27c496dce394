"""Kinds of value in JSON: how the OpenAPI says each, and whether something that came in is one.

One list of these is what an answer is made from, what a body is read by and what the document
says, so that the three cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from community.words import N_

Schema = dict[str, Any]

LARGEST_ID = 2**31 - 1

_MOMENT = re.compile(
    r"(20\d{2})-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)


class NotThis(ValueError):
    """A value is not of its kind: an English msgid and its values."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of value: its schema, and what makes it ours; `read` raises `NotThis`."""

    schema: Schema
    read: Callable[[Any], Any]

    @property
    def or_null(self) -> Type:
        def read(value: Any) -> Any:
            return None if value is None else self.read(value)

        if "enum" in self.schema:
            nullable = {**self.schema, "enum": [*self.schema["enum"], None]}
        else:
            nullable = dict(self.schema)
        return Type({**nullable, "type": [self.schema["type"], "null"]}, read)

    def said(self, description: str) -> Type:
        return Type({**self.schema, "description": description}, self.read)


def text(most: int | None = None) -> Type:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise NotThis(N_("This must be a text."))
        if most is not None and len(value) > most:
            raise NotThis(N_("This is too long: at most %(most)s characters."), most=most)
        return value

    return Type({"type": "string"} | ({"maxLength": most} if most else {}), read)


def number(least: int, most: int) -> Type:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise NotThis(
                N_("This must be a whole number from %(least)s to %(most)s."),
                least=least, most=most,
            )  # fmt: skip
        return value

    return Type({"type": "integer", "minimum": least, "maximum": most}, read)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotThis(N_("This must be true or false."))
    return value


def _moment(value: Any) -> datetime:
    wrong = NotThis(
        N_("This must be a moment with its offset, such as 2026-03-03T14:00:00+01:00."),
    )
    if not (isinstance(value, str) and _MOMENT.fullmatch(value)):
        raise wrong
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        raise wrong from None


def one_of(words: type[StrEnum], *but: StrEnum) -> Type:
    allowed = [word.value for word in words if word not in but]

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in allowed:
            raise NotThis(N_("This must be one of: %(words)s."), words=", ".join(allowed))
        return words(value)

    return Type({"type": "string", "enum": allowed}, read)


def list_of(each: Type, most: int) -> Type:
    def read(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise NotThis(N_("This must be a list of at most %(most)s."), most=most)
        return [each.read(one) for one in value]

    return Type({"type": "array", "items": each.schema, "maxItems": most}, read)


YES_OR_NO = Type({"type": "boolean"}, _yes_or_no)
MOMENT = Type({"type": "string", "format": "date-time"}, _moment)
ID = number(1, LARGEST_ID)
COUNT = number(0, LARGEST_ID)
TEXT = text()
URL = Type({"type": "string", "format": "uri"}, TEXT.read)
DECIMAL = Type({"type": "number"}, lambda value: value)


def object_of(
    properties: dict[str, Type], *, required: list[str] | None = None, closed: bool = False
) -> Schema:
    """The schema of an object; all of it is there unless said otherwise."""
    said: Schema = {
        "type": "object",
        "properties": {name: each.schema for name, each in properties.items()},
        "required": list(properties) if required is None else required,
    }
    if not said["required"]:
        del said["required"]
    return said | ({"additionalProperties": False} if closed else {})
