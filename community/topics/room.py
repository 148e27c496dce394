"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.libraries import founding
from community.topics import cli, jobs, merge_views, models, views
from community.topics.planting import plant


def register(app: Flask) -> None:
    app.extensions.setdefault("tables", []).append(models)
    founding.brings("terms", plant)
    for part in (views, merge_views, jobs, cli):
        part.register(app)
