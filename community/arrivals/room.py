"""The room of arrivals, put together."""

from __future__ import annotations

from flask import Flask

from community.arrivals import agreed, arriving_views, forgetting, own_views, standing_views, views


def register(app: Flask) -> None:
    for part in (views, own_views, agreed, forgetting, standing_views, arriving_views):
        part.register(app)
