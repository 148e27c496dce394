"""The room of the guides, put together."""

from __future__ import annotations

from flask import Flask

from community.guides import tour_views, views


def register(app: Flask) -> None:
    views.register(app)
    tour_views.register(app)
