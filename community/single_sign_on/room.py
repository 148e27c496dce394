"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.single_sign_on import desk_views, views


def register(app: Flask) -> None:
    for part in (views, desk_views):
        part.register(app)
