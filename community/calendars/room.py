"""The room of calendars, put together."""

from __future__ import annotations

from flask import Flask

from community.calendars import findings_news, news_views, room_views, views


def register(app: Flask) -> None:
    for part in (views, news_views, findings_news, room_views):
        part.register(app)
