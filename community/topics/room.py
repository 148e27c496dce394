"""The room, put together."""

from __future__ import annotations

from flask import Flask

from community.libraries import founding
from community.topics import cli, jobs, merge_views, views
from community.topics.planting import plant


def register(app: Flask) -> None:
    founding.brings("terms", plant)
    for part in (views, merge_views, jobs, cli):
        part.register(app)
