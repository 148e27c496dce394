"""What may stand in an address."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

#: The largest id in an address: nine digits, which every column of ours can hold.
LARGEST_ID = 999_999_999


class RowId(IntegerConverter):
    """A number that can be an id; a larger one is an address that does not exist, not an error.

    Said by its shape and not only by its size: of a number that is refused afterwards Werkzeug says
    that the method is wrong, when another method has the same address.
    """

    regex = r"\d{1,9}"

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002
        options.setdefault("max", LARGEST_ID)
        super().__init__(map, *args, **options)


def row_id(given: str | None) -> int | None:
    """The number in a query string, if it can be an id."""
    number = int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else 0
    return number if 0 < number <= LARGEST_ID else None


def register(app: Flask) -> None:
    """For every `<int:…>`, so that no view can forget it."""
    app.url_map.converters["int"] = RowId
