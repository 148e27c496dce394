"""The room of the rota, put together."""

from __future__ import annotations

from flask import Flask

from community.rota import own_views, views


def register(app: Flask) -> None:
    for part in (views, own_views):
        part.register(app)
