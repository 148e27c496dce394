"""The room of the first pages, put together."""

from __future__ import annotations

from flask import Flask

from community.home import (
    about_views,
    hall_views,
    installing_views,
    safety_views,
    sitemap_views,
    views,
)


def register(app: Flask) -> None:
    for part in (views, about_views, sitemap_views, safety_views, hall_views, installing_views):
        part.register(app)
