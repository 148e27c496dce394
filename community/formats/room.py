"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.formats import along, gathering_views, views
from community.gatherings.along import goes_along


def register(app: Flask) -> None:
    goes_along("format", along.read, along.give)
    for part in (views, gathering_views):
        part.register(app)
