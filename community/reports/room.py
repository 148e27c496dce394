"""The room of reports, put together."""

from __future__ import annotations

from flask import Flask

from community.reports import story_views, views


def register(app: Flask) -> None:
    for part in (views, story_views):
        part.register(app)
