"""The room of embeds, put together."""

from __future__ import annotations

from flask import Flask

from community.embeds import desk_views, views


def register(app: Flask) -> None:
    for part in (views, desk_views):
        part.register(app)
